//! `haofang manual`: the owner's manual per dwelling.

use crate::args::Manual;
use crate::exit::{Exit, Usage};

pub(crate) fn run(_arguments: &Manual) -> anyhow::Result<Exit> {
    Err(Usage("manual: 本版本尚不能生成使用说明书 this version cannot write the owner's manual yet".to_owned()).into())
}
