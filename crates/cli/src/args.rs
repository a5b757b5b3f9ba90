//! The command line (CONTRACT §1): verbs, flags, and what they mean.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// 好房：按住宅品质政策逐条校核 IFC 模型。 Checks IFC models of housing against a policy, clause by clause.
#[derive(Debug, Parser)]
#[command(name = "haofang", version, propagate_version = true, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// 校核一次提交（总图与各楼栋可分多个文件）。 The verdict on one submission.
    Check(Check),
    /// 批量校核：用满全部处理器，可中断续做。 Many submissions, all cores, resumable.
    Batch(crate::commands::batch::Batch),
    /// The process behind a core of `batch`.
    #[command(hide = true)]
    BatchWorker,
    /// 仅输出量测结果。 The measured quantities only.
    Facts(Facts),
    /// 模型是否具备校核条件。 Is this model ready to be checked?
    Doctor(Doctor),
    /// 两次提交的差异；变差或新增时退出码为 1。 Two submissions compared.
    Diff(Diff),
    /// 条文、量法、建模要求与示例。 One clause: its sentence, how it is measured, what to model.
    Explain(Explain),
    /// 规则包：列出、显示、检查、测试、导出 IDS。 Rule packs.
    Policy(Policy),
    /// BCF 文件：检查、合并。 BCF archives: check one, or take a returned one over.
    Bcf(Bcf),
    /// 按户生成 BIM 版住宅使用说明书。 The owner's manual, per dwelling.
    Manual(Manual),
    /// 导出模型、平面图、表格。 Shapes, plans, tables.
    Export(Export),
    /// 生成 haofang.toml，逐项说明推测依据。 Writes haofang.toml with guesses, each with its reason.
    Init(Init),
    /// 生成带有预设问题的样例小区并校核。 Writes a sample estate with planted faults and checks it.
    Demo(Demo),
}

/// What every command that reads models takes.
#[derive(Debug, Clone, Args)]
pub(crate) struct Inputs {
    /// IFC 文件（.ifc、.ifczip、.gz） IFC files of one submission
    #[arg(required = true, value_name = "FILES")]
    pub(crate) files: Vec<PathBuf>,
    /// 项目参数文件（默认：当前目录的 haofang.toml） Project parameters
    #[arg(short, long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// 单个参数，如 plan.green_ratio=0.30；可重复，优先于文件 One parameter; wins over the file
    #[arg(short, long = "param", value_name = "KEY=VALUE")]
    pub(crate) params: Vec<String>,
    /// 文字编码 Encoding of raw text in the models
    #[arg(long, value_enum, default_value = "auto")]
    pub(crate) encoding: Encoding,
    /// 不完整的文件按可读部分处理 Judge the readable part of broken files
    #[arg(long)]
    pub(crate) lenient: bool,
    /// 线程数 Number of threads
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<usize>,
    #[command(flatten)]
    pub(crate) speech: Speech,
}

/// How output is worded and coloured.
#[derive(Debug, Clone, Args)]
pub(crate) struct Speech {
    /// 输出语言 Language of the output
    #[arg(long, value_name = "LANG", value_parser = ["zh-CN", "en"], default_value = "zh-CN")]
    pub(crate) lang: String,
    /// 颜色 Colour
    #[arg(long, value_enum, default_value = "auto")]
    pub(crate) color: Color,
    /// 少说 Say less
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// 多说 Say more
    #[arg(short, long)]
    pub(crate) verbose: bool,
}

/// Which rules, and on which day.
#[derive(Debug, Args)]
pub(crate) struct Rules {
    /// 规则包编号或路径；可重复，后者修订前者 Rule pack; later ones amend earlier ones
    #[arg(long = "policy", value_name = "ID|PATH")]
    pub(crate) policies: Vec<String>,
    /// 校核日期 YYYY-MM-DD（默认今天） Date of the check
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Encoding {
    Auto,
    #[value(name = "utf-8")]
    Utf8,
    Gb18030,
    ShiftJis,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    Error,
    Warning,
    Missing,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Audience {
    Author,
    Agency,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    #[command(flatten)]
    pub(crate) rules: Rules,
    /// 输出格式 text|json|html|md|bcf|xlsx|csv|parquet|pdf|junit|sarif，可写成 html:文件；可重复 Output format, `html:out.html` writes a file
    #[arg(short, long = "format", value_name = "FORMAT[:FILE]")]
    pub(crate) formats: Vec<String>,
    /// 输出目录：assessment.json、report.html、issues.bcf Output folder
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// BCF 版本 BCF version
    #[arg(long, value_parser = ["2.1", "3.0"], default_value = "2.1")]
    pub(crate) bcf_version: String,
    /// BCF 中也包含人工复核项 Topics for `manual`, too
    #[arg(long, value_name = "WHAT", value_parser = ["manual"])]
    pub(crate) bcf_include: Option<String>,
    /// 何种结果使退出码不为 0 What makes the exit code non-zero
    #[arg(long, value_enum)]
    pub(crate) fail_on: Option<FailOn>,
    /// 报告对象 Whom the report is for
    #[arg(long, value_enum, default_value = "author")]
    pub(crate) audience: Audience,
    /// 上一次提交的 assessment.json Assessment of the submission before
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// 审查方返回的 BCF：其状态、负责人、评论并入本次议题 A returned archive, merged into this run's topics
    #[arg(long, value_name = "FILE")]
    pub(crate) bcf_returned: Option<PathBuf>,
    /// 豁免清单 Waivers
    #[arg(long, value_name = "FILE")]
    pub(crate) waivers: Option<PathBuf>,
    /// 只校核这些条款（可用 *）；可重复 Only these clauses
    #[arg(long, value_name = "CLAUSE")]
    pub(crate) only: Vec<String>,
    /// 不校核这些条款；可重复 Not these clauses
    #[arg(long, value_name = "CLAUSE")]
    pub(crate) skip: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Facts {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    /// 输出格式 text|json|csv，可写成 json:文件 Output format
    #[arg(short, long = "format", value_name = "FORMAT[:FILE]")]
    pub(crate) formats: Vec<String>,
    /// 也量测墙、板等构件 Walls, slabs … too
    #[arg(long)]
    pub(crate) elements: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Doctor {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    /// 输出格式 text|json Output format
    #[arg(short, long = "format", value_name = "FORMAT[:FILE]")]
    pub(crate) formats: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// 上一次：assessment.json 或 IFC 文件 The earlier submission
    #[arg(value_name = "OLD")]
    pub(crate) old: PathBuf,
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    #[command(flatten)]
    pub(crate) rules: Rules,
    /// 输出格式 text|json|md Output format
    #[arg(short, long = "format", value_name = "FORMAT[:FILE]")]
    pub(crate) formats: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// 条款编号，如 NT-2.1-04 Clause id
    pub(crate) clause: String,
    /// 规则包 Rule pack
    #[arg(long = "policy", value_name = "ID|PATH")]
    pub(crate) policies: Vec<String>,
    #[command(flatten)]
    pub(crate) speech: Speech,
}

#[derive(Debug, Args)]
pub(crate) struct Policy {
    #[command(subcommand)]
    pub(crate) action: PolicyAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PolicyAction {
    /// 内置规则包 The built-in rule packs
    List,
    /// 显示规则包的全部条款 All clauses of a rule pack
    Show {
        /// 编号或路径 Id or path
        #[arg(default_value = "nantong-2024-1")]
        pack: String,
    },
    /// 检查规则包：名称、单位、引文 Names, units and quotes of a rule pack
    Lint {
        /// 编号或路径 Id or path
        #[arg(default_value = "nantong-2024-1")]
        pack: String,
    },
    /// 运行规则包的案例 The cases of a rule pack
    Test {
        /// 编号或路径 Id or path
        #[arg(default_value = "nantong-2024-1")]
        pack: String,
    },
    /// 导出 IDS 1.0：模型应包含的信息 The information that models must carry, as IDS 1.0
    ExportIds {
        /// 编号或路径 Id or path
        #[arg(default_value = "nantong-2024-1")]
        pack: String,
        /// 写入文件 File to write
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Bcf {
    #[command(subcommand)]
    pub(crate) action: BcfAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum BcfAction {
    /// 检查 BCF 文件 What is wrong with an archive
    Lint {
        /// BCF 文件 The archive
        file: PathBuf,
    },
    /// 把返回的意见（状态、负责人、评论）并入新文件 Take a returned archive's comments and statuses over
    Merge {
        /// 返回的 BCF The returned archive
        returned: PathBuf,
        /// 新生成的 BCF The new archive
        new: PathBuf,
        /// 写入文件 File to write
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Manual {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    #[command(flatten)]
    pub(crate) rules: Rules,
    /// 补充资料（默认：当前目录的 manual.toml） What the developer adds
    #[arg(long, value_name = "FILE")]
    pub(crate) overlay: Option<PathBuf>,
    /// 户号；可重复 Dwelling number
    #[arg(long, value_name = "NO")]
    pub(crate) dwelling: Vec<String>,
    /// 全部住户 All dwellings
    #[arg(long)]
    pub(crate) all: bool,
    /// 列出缺少的信息 List what is missing
    #[arg(long)]
    pub(crate) missing: bool,
    /// 输出目录 Output folder
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    /// 输出格式 glb|svg|csv，可写成 glb:文件 Output format
    #[arg(short, long = "format", value_name = "FORMAT[:FILE]", required = true)]
    pub(crate) formats: Vec<String>,
    /// 输出目录 Output folder
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// 只导出此楼层 Only this storey
    #[arg(long)]
    pub(crate) storey: Option<String>,
    /// 只导出此户（户号，或 楼栋/户号）的三维模型 Only the model of this dwelling: its number, or building/number
    #[arg(long, value_name = "NUMBER", conflicts_with = "storey")]
    pub(crate) dwelling: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Init {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    /// 写入文件（默认 haofang.toml；- 为标准输出） File to write
    #[arg(short, long, value_name = "FILE", default_value = "haofang.toml")]
    pub(crate) output: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// 输出目录 Output folder
    #[arg(short, long, value_name = "DIR", default_value = "haofang-demo")]
    pub(crate) output: PathBuf,
    /// 户数（向上取 6 的倍数；缺省为 36 户的小样例） Number of dwellings (a multiple of six; without it the small sample of 36)
    #[arg(long, value_name = "N", value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..=20_000))]
    pub(crate) dwellings: Option<usize>,
    #[command(flatten)]
    pub(crate) speech: Speech,
}
