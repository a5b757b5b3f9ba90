//! What is wrong with a file, told in Chinese: the same content as the English messages of [`Error`] and [`DefectKind`].

use crate::error::{Defect, DefectKind, Error};
use crate::units::UnitProblem;

/// What to do, for the advice that several defects share.
const AGAIN: &str = "重新导出模型，并确认上传或拷贝完整";
const TOOL: &str = "在建模软件中修正该构件后重新导出；若仍出现，请反馈给导出软件厂商";
const UNITS: &str = "在建模软件中设置项目单位后重新导出";
const SCHEMA: &str = "按 FILE_SCHEMA 所写的版本导出";

impl Error {
    /// The message in Chinese.
    pub fn message_zh(&self) -> String {
        match self {
            Error::Empty => "文件是空的；请重新导出模型".to_owned(),
            Error::NotIfc { found } => {
                format!("不是 IFC 文件：开头是 {}，应为 ISO-10303-21；请将模型导出为 IFC（.ifc 或 .ifczip）", file_kind(found))
            }
            Error::OtherSchema(schema) => {
                format!("不是 IFC 文件：FILE_SCHEMA 写的是 {schema}，应为 IFC2X3、IFC4 或 IFC4X3；请将模型导出为 IFC")
            }
            Error::WideText(encoding) => format!("文件编码为 {encoding}，IFC 不允许；请另存为 UTF-8 或重新导出模型"),
            Error::Xml(schema) => {
                let schema = schema.as_ref().map(|s| format!("（{s}）")).unwrap_or_default();
                format!("这是 ifcXML{schema}，不能读取；请将模型导出为 .ifc 或 .ifczip")
            }
            Error::Archive(why) => format!("压缩包无法读取：{}；请重新打包 .ifc 文件", archive_flaw(why)),
            Error::TooLarge { limit } => format!("压缩包解开后超过 {limit} 字节；若来源可信请自行解压，或提高上限"),
            Error::TooMany(limit) => format!("文件超过 {limit} 条记录，无法编入索引；请拆分模型"),
        }
    }
}

/// What is wrong with an archive; what the unpacking library says stays as it is.
fn archive_flaw(why: &str) -> String {
    why.replace("it holds no .ifc file, nothing", "其中没有任何文件")
        .replace("it holds no .ifc file, only ", "其中没有 .ifc 文件，只有 ")
        .replace(" models (", " 个模型（")
        .replace("it holds ", "其中有 ")
        .replace("), expected one", "），应只有一个")
}

/// The kinds of file that are known by their first bytes; others are shown as they begin.
fn file_kind(found: &str) -> String {
    match found {
        "a PDF document" => "PDF 文档",
        "an AutoCAD drawing (DWG)" => "AutoCAD 图纸（DWG）",
        "a glTF scene" => "glTF 场景",
        "a Revit or Office document" => "Revit 或 Office 文档",
        "a 7z archive" => "7z 压缩包",
        "a RAR archive" => "RAR 压缩包",
        "a web page" => "网页",
        "an XML document" => "XML 文档",
        "a JSON document" => "JSON 文档",
        other => other,
    }
    .to_owned()
}

impl Defect {
    /// Place and message in Chinese.
    pub fn message_zh(&self) -> String {
        let instance = self.instance.map(|id| format!("，{id}")).unwrap_or_default();
        format!("第 {} 行第 {} 列（字节 {}{instance}）：{}", self.at.line, self.at.column, self.at.byte, self.kind.message_zh())
    }
}

impl DefectKind {
    /// What was found and what was expected, in Chinese.
    pub fn message_zh(&self) -> String {
        use DefectKind as K;
        match self {
            K::CutRecord => "文件在一条记录中间结束，应有“)”和“;”；文件被截断".to_owned(),
            K::CutString => "文件在字符串中间结束（字符串从此处开始），应有结束引号；文件被截断".to_owned(),
            K::CutComment => "文件在注释中间结束（注释从此处开始），应有“*/”；文件被截断".to_owned(),
            K::MissingEndSection => "数据段之后缺少 ENDSEC；文件被截断".to_owned(),
            K::MissingStart => "开头缺少 ISO-10303-21；文件被截断".to_owned(),
            K::MissingEnd => "结尾缺少 END-ISO-10303-21；文件被截断".to_owned(),
            K::OpenString => "从此处开始的字符串在下一条记录之前没有结束；本条记录无法读取".to_owned(),
            K::Brackets { found, what } => {
                let what = if *what == "not closed" { "没有闭合" } else { "多余" };
                format!("有 {found} 个括号{what}；本条记录无法读取")
            }
            K::MissingSemicolon => "下一条记录之前缺少“;”".to_owned(),
            K::NotARecord { found } => format!("此处是 {found}，应为形如 #12=IFCWALL(…); 的记录"),
            K::Id { found } => format!("编号 {found} 过大，最大为 18446744073709551615"),
            K::RepeatedId(id) => format!("{id} 出现两次且内容相同；第二条略去"),
            K::ConflictingId { id, first } => format!("{id} 重复且内容不同，第一条在第 {first} 行；第二条略去，对它的引用可能有误"),
            K::MissingSchema { assumed } => format!("文件头缺少 FILE_SCHEMA，按 {assumed} 读取"),
            K::NearSchema { found, used } => format!("版本 {found} 按 {used} 的定义读取；{found} 特有的内容不能识别"),
            K::OutsideData => "实例位于 DATA 段之外".to_owned(),
            K::AfterEnd { found } => format!("END-ISO-10303-21 之后还有 {found}，应无内容"),
            K::Dangling(id) => format!("引用了不存在的 {id}"),
            K::UnknownClass { keyword, schema } => format!("{keyword} 不是 {schema} 的类；该实例不能识别"),
            K::AttributeCount { class, found, expected } => format!("{class} 有 {found} 个属性，应为 {expected} 个"),
            K::MissingAttribute { class, attribute } => format!("{class} 缺少属性 {attribute}，标准不允许为空"),
            K::Value { found } => format!("此处是 {found}，应为一个值"),
            K::Guid { found } => format!("GlobalId“{found}”不是以 0 至 3 开头、由 0-9 A-Z a-z _ $ 组成的 22 个字符"),
            K::SecondProject { first } => format!("出现第二个 IfcProject，应只有一个；采用 {first} 的单位"),
            K::UnitDoubt(what) => format!("{}：单位疑似有误；请核对建模软件中的项目单位", doubt(what)),
            K::Attribute { class, attribute, expected, found } => {
                format!("{class} 的属性 {attribute} 是{}，应为{}", value_kind(found), value_kind(expected))
            }
            K::Text { found, expected } => format!("字符串“{found}”的转义不完整，或含其他编码的字节，应为 {expected}"),
            K::Nesting { found, limit } => format!("括号嵌套 {found} 层，最多 {limit} 层"),
            K::RepeatedGuid { guid, first } => format!("GlobalId {guid} 与 {first} 相同，应各不相同"),
            K::Unit(problem) => problem.message_zh(),
            K::Cycle(what) => {
                let what = match *what {
                    "the placement" => "放置关系",
                    "the decomposition" => "组成关系",
                    other => other,
                };
                format!("{what}绕回自身")
            }
            K::More(count) => format!("另有 {count} 处记录缺陷未列出"),
        }
    }

    /// What to do about it, in Chinese.
    pub fn help_zh(&self) -> &'static str {
        use DefectKind as K;
        match self {
            K::ConflictingId { .. } => "不要手工合并 IFC 文件；请分别重新导出各模型",
            K::RepeatedId(_) => "没有丢失内容；重新导出即可消除",
            K::MissingSchema { .. } => "按 IFC2X3、IFC4 或 IFC4X3 重新导出模型",
            K::NearSchema { .. } => "若软件支持，请按 IFC2X3、IFC4 或 IFC4X3 导出",
            K::AfterEnd { .. } => "检查是否把两个文件拼在了一起；请分别提交",
            K::UnknownClass { .. } | K::AttributeCount { .. } => SCHEMA,
            K::Text { .. } => "用 --encoding 指定编码，或让导出软件写 \\X2\\ 转义",
            K::RepeatedGuid { .. } => "在建模软件中复制构件时生成新的 GlobalId",
            K::Unit(_) | K::UnitDoubt(_) => UNITS,
            K::SecondProject { .. } => "每个模型单独提交一个文件",
            K::More(_) => "先修正已列出的各处",
            K::Dangling(_) | K::Attribute { .. } | K::MissingAttribute { .. } | K::Value { .. } | K::Guid { .. } | K::Cycle(_) => TOOL,
            K::CutRecord
            | K::CutString
            | K::CutComment
            | K::MissingStart
            | K::MissingEndSection
            | K::MissingEnd
            | K::OpenString
            | K::Brackets { .. }
            | K::MissingSemicolon
            | K::NotARecord { .. }
            | K::Id { .. }
            | K::OutsideData
            | K::Nesting { .. } => AGAIN,
        }
    }
}

impl UnitProblem {
    /// The message in Chinese.
    pub fn message_zh(&self) -> String {
        match self {
            UnitProblem::NoAssignment => "项目没有指定单位；请在建模软件中设置项目单位后重新导出".to_owned(),
            UnitProblem::Missing(kind) => format!("项目没有指定{}；请在建模软件中设置后重新导出", unit_kind(kind)),
            UnitProblem::Contradictory { kind, first, second } => {
                format!("项目的{}指定了两次：{first} 和 {second}，应只有一个", unit_kind(kind))
            }
            UnitProblem::WrongFactor { kind, name, factor, expected } => {
                format!("{}名为 {name}，换算系数却是 {factor}（SI），应为 {expected}", unit_kind(kind))
            }
            UnitProblem::Unreadable { kind, found } => format!("{} {found} 无法换算为 SI 单位", unit_kind(kind)),
        }
    }
}

fn unit_kind(kind: &str) -> String {
    match kind {
        "LENGTHUNIT" => "长度单位",
        "AREAUNIT" => "面积单位",
        "VOLUMEUNIT" => "体积单位",
        "PLANEANGLEUNIT" => "平面角单位",
        "MASSUNIT" => "质量单位",
        "TIMEUNIT" => "时间单位",
        "THERMODYNAMICTEMPERATUREUNIT" => "温度单位",
        "the unit" => "单位",
        other => return format!("单位 {other}"),
    }
    .to_owned()
}

/// `storeys 3100 m apart` and the like.
fn doubt(what: &str) -> String {
    what.replace("storeys ", "楼层相距 ").replace("doors ", "门高 ").replace("windows ", "窗高 ").replace(" apart", "").replace(" high", "")
}

/// What stands, or should stand, in an attribute's place.
fn value_kind(kind: &str) -> String {
    if let Some(enumeration) = kind.strip_prefix("a value of ") {
        return format!(" {enumeration} 的值");
    }
    match kind {
        "a string" => "字符串",
        "a number" => "数",
        "a whole number" => "整数",
        ".T. or .F." => " .T. 或 .F.",
        ".T., .F. or .U." => " .T.、.F. 或 .U.",
        "binary digits" => "二进制数",
        "a reference" => "引用",
        "a reference or a typed value" => "引用或带类型的值",
        "a list" => "列表",
        "no value" => "无效的值",
        other => return format!(" {other}"),
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::InstanceId;
    use crate::error::Location;

    #[test]
    fn every_message_has_its_chinese() {
        let problems = [
            UnitProblem::NoAssignment,
            UnitProblem::Missing("AREAUNIT"),
            UnitProblem::Contradictory { kind: "LENGTHUNIT", first: "METRE".into(), second: "MILLIMETRE".into() },
            UnitProblem::WrongFactor { kind: "LENGTHUNIT", name: "FOOT".into(), factor: "0.0254".into(), expected: "0.3048".into() },
            UnitProblem::Unreadable { kind: "the unit", found: "IFCMONETARYUNIT".into() },
        ];
        let kinds = [
            DefectKind::CutString,
            DefectKind::Brackets { found: 1, what: "not closed" },
            DefectKind::Brackets { found: 2, what: "closed but never opened" },
            DefectKind::ConflictingId { id: InstanceId(7), first: 8 },
            DefectKind::Attribute {
                class: "IfcActorRole",
                attribute: "Role",
                expected: "a value of IfcRoleEnum".into(),
                found: ".KING.".into(),
            },
            DefectKind::Attribute {
                class: "IfcCartesianPoint",
                attribute: "Coordinates",
                expected: "a list".into(),
                found: "a string".into(),
            },
            DefectKind::UnitDoubt("storeys 3100 m apart".into()),
            DefectKind::UnitDoubt("windows 1500 m high".into()),
            DefectKind::Cycle("the placement"),
            DefectKind::Text { found: "客".into(), expected: "UTF-8" },
        ];
        let kinds = kinds.into_iter().chain(problems.into_iter().map(DefectKind::Unit));
        let shown: Vec<String> = kinds
            .map(|kind| {
                let defect = Defect { instance: Some(InstanceId(12)), at: Location { line: 9, column: 16, byte: 240 }, kind };
                format!("{defect}\n  {}\n{}\n  {}\n", defect.kind.help(), defect.message_zh(), defect.kind.help_zh())
            })
            .collect();
        insta::assert_snapshot!(shown.join("\n"));
    }

    #[test]
    fn files_that_are_no_model_are_named() {
        let errors = [
            Error::Empty,
            Error::NotIfc { found: "a PDF document".into() },
            Error::NotIfc { found: "\"hello world\"".into() },
            Error::OtherSchema("AUTOMOTIVE_DESIGN".into()),
            Error::WideText("UTF-16 (little endian)"),
            Error::Xml(None),
            Error::Archive("it holds no .ifc file, only a.rvt".into()),
            Error::TooLarge { limit: 1_000_000 },
        ];
        let shown: Vec<String> = errors.iter().map(|error| format!("{error}\n{}\n", error.message_zh())).collect();
        insta::assert_snapshot!(shown.join("\n"));
    }
}
