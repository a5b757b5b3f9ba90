//! Opening files: models are mapped, small files read; every failure names the file and what to do.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use haofang_checker::{Brief, NamedSource};

use crate::args::Inputs;
use crate::exit::Usage;

/// Models below this size are read; mapping pays off above it.
const MAPPED_FROM: u64 = 1 << 20;

/// The bytes of one model.
#[allow(unsafe_code)]
fn model(path: &Path) -> anyhow::Result<NamedSource> {
    let file = std::fs::File::open(path).map_err(|error| Usage(format!("{}: 无法打开 cannot be opened: {error}", path.display())))?;
    let about = file.metadata().with_context(|| path.display().to_string())?;
    if about.is_dir() {
        return Err(Usage(format!("{}: 是文件夹，请给出 IFC 文件 is a folder; name IFC files", path.display())).into());
    }
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    if about.len() < MAPPED_FROM {
        let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
        return Ok(NamedSource { name, bytes: Arc::new(bytes) });
    }
    // SAFETY: the map is read only. Another program that shortens the file while we read it can stop the process; it
    // cannot make us write. Everything read is checked as untrusted input.
    let map = unsafe { memmap2::Mmap::map(&file) }.with_context(|| path.display().to_string())?;
    Ok(NamedSource { name, bytes: Arc::new(map) })
}

/// The models of one submission; two files of one name are told apart by their folders.
pub(crate) fn models(files: &[PathBuf]) -> anyhow::Result<Vec<NamedSource>> {
    let mut sources = files.iter().map(|path| model(path)).collect::<anyhow::Result<Vec<_>>>()?;
    for at in 0..sources.len() {
        let twice = sources.iter().enumerate().any(|(other, source)| other != at && source.name == sources[at].name);
        if twice {
            sources[at].name = files[at].display().to_string();
        }
    }
    Ok(sources)
}

/// The parameters: `--config`, or `haofang.toml` in the current folder if there is one, then `-p`.
pub(crate) fn brief(inputs: &Inputs) -> anyhow::Result<Brief> {
    let default = Path::new("haofang.toml");
    brief_of(inputs.config.as_deref().or_else(|| default.is_file().then_some(default)), &inputs.params)
}

/// The parameters of a file, then single ones.
pub(crate) fn brief_of(path: Option<&Path>, params: &[String]) -> anyhow::Result<Brief> {
    let mut brief = match path {
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .map_err(|error| Usage(format!("{}: 无法读取参数文件 cannot be read: {error}", path.display())))?;
            Brief::from_toml(&path.display().to_string(), &text)
                .map_err(|errors| Usage(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")))?
        }
        None => Brief::default(),
    };
    for assignment in params {
        brief.set(assignment).map_err(|error| Usage(error.to_string()))?;
    }
    Ok(brief)
}

/// Writes a result file, making its folder.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    write_streamed(path, &mut |out| out.write_all(bytes))
}

/// A file that is written while its content is being made.
pub(crate) fn write_streamed(path: &Path, write: &mut dyn FnMut(&mut dyn Write) -> std::io::Result<()>) -> anyhow::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|error| Usage(format!("{}: 无法创建文件夹 cannot be made: {error}", folder.display())))?;
    }
    let written = std::fs::File::create(path).and_then(|mut file| write(&mut file));
    written.map_err(|error| Usage(format!("{}: 无法写入 cannot be written: {error}", path.display())).into())
}

/// A text file that a flag names.
pub(crate) fn text(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).map_err(|error| Usage(format!("{}: 无法读取 cannot be read: {error}", path.display())).into())
}

/// A binary file that a flag names.
pub(crate) fn bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).map_err(|error| Usage(format!("{}: 无法读取 cannot be read: {error}", path.display())).into())
}
