//! What its author says is not there, not yet, or not on this plot: 预留, 取消, 代征, 另建, 是否安装 = 否, 二期.

use std::collections::BTreeSet;

use haofang_ifc::{Entity, class};

use crate::authored;
use crate::building::Survey;
use crate::carriers::Texts;
use crate::vocabulary::fold;

/// Properties that say whether a thing is provided, or counts.
const PROVIDED: &[&str] = &[
    "是否设置",
    "是否安装",
    "是否配置",
    "是否配建",
    "是否建设",
    "是否实施",
    "是否启用",
    "是否建成",
    "已安装",
    "是否设有",
    "是否提供",
    "是否本期",
    "是否本期建设",
    "是否本期实施",
    "本期建设",
    "本期实施",
    "是否计入",
    "是否计入指标",
    "是否计入绿地率",
    "是否计入绿地",
    "计入绿地率",
    "是否计绿",
    "有无",
    "是否有",
    "是否配备",
    "是否存在",
    "是否设置微型消防站",
    "是否配置微型消防站",
    "设置微型消防站",
    "有无微型消防站",
    "是否投入使用",
    "shifoushezhi",
    "shifouanzhuang",
    "shifoujianshe",
];

/// Words of who does not know whether it is provided.
const UNDECIDED: &[&str] = &["待定", "未定", "未知", "暂定", "待确认", "待核实", "不详", "不明", "tbd", "unknown", "?"];

/// Properties that count things of the kind: none is none.
const COUNT: &[&str] = &["数量", "设置数量", "配置数量", "配建数量", "个数", "数目", "处数", "Count", "Quantity"];

/// Properties that say how far it is.
const STATE: &[&str] = &[
    "设置",
    "设置情况",
    "安装",
    "安装情况",
    "安装状态",
    "安装方式",
    "配置",
    "配建",
    "配备",
    "建设",
    "实施",
    "提供",
    "配置情况",
    "配建情况",
    "配备情况",
    "到位情况",
    "建设情况",
    "建设状态",
    "实施情况",
    "实施状态",
    "建设时序",
    "实施阶段",
    "建设阶段",
];

/// Properties that say in which phase it is built.
const PHASE: &[&str] = &[
    "分期",
    "期数",
    "建设期数",
    "开发期数",
    "建设分期",
    "所属分期",
    "工程分期",
    "开发分期",
    "项目分期",
    "分期名称",
    "所属期",
    "建设时序",
    "实施阶段",
    "建设阶段",
    "阶段",
    "绿地类型",
    "绿化类型",
    "绿地类别",
    "Phase",
    "Phase Created",
    "创建的阶段",
];

/// Properties whose words count as those of the name do, as those of [`PHASE`] do: states, owners, who provides it.
const WORDS: &[&str] = &[
    "状态",
    "当前状态",
    "建设内容",
    "设施状态",
    "使用状态",
    "运行状态",
    "车位状态",
    "产权",
    "权属",
    "产权归属",
    "供应方式",
    "供货方式",
    "提供方式",
    "安装单位",
    "实施主体",
    "施工单位",
    "Status",
    "State",
];

/// Properties in which authors write sentences.
const REMARKS: &[&str] = &["备注", "备注说明", "说明", "注释", "Comments", "Remarks"];

/// Later phases than these are none (`2030期`).
const MOST_PHASES: u32 = 20;

/// What an author says of a thing that is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It is there.
    There,
    /// It belongs to a phase of which the submission does not say whether it is its own; the words.
    Later(String),
    /// It is not there, not yet, or not on this plot.
    Denied,
}

impl Survey<'_> {
    /// Whether names or properties of an entity say that it is not there, or perhaps not yet.
    pub(crate) fn is_disclaimed(&self, entity: Entity<'_>, texts: &Texts) -> bool {
        self.standing(entity, texts) != Standing::There
    }

    /// What names and properties of an entity say of its being there.
    pub(crate) fn standing(&self, entity: Entity<'_>, texts: &Texts) -> Standing {
        const NAMES: [&str; 4] = ["LongName", "Name", "ObjectType", "type name"];
        let names = || texts.iter().filter(|carrier| NAMES.contains(&&*carrier.from));
        if names().any(|carrier| self.says_absent(&carrier.folded)) {
            return Standing::Denied;
        }
        // who does not know whether it is provided has not provided it
        let undecided = || authored::all_texts(entity, PROVIDED).iter().any(|reading| UNDECIDED.contains(&fold(&reading.value).as_str()));
        let denied = || authored::flag(entity, PROVIDED).is_some_and(|reading| !reading.value) || authored::is_unknown(entity, PROVIDED);
        let none = || authored::count(entity, COUNT).is_some_and(|reading| reading.value == 0.0);
        let absent = |names: &[&str]| authored::all_texts(entity, names).iter().any(|reading| self.says_absent(&fold(&reading.value)));
        let state = || authored::flag(entity, STATE).is_some_and(|reading| !reading.value) || absent(STATE);
        if denied() || undecided() || none() || state() || absent(WORDS) || absent(PHASE) {
            return Standing::Denied;
        }
        let remarks: Vec<String> = texts
            .iter()
            .filter(|carrier| &*carrier.from == "Description")
            .map(|carrier| carrier.folded.to_string())
            .chain(authored::all_texts(entity, REMARKS).iter().map(|reading| fold(&reading.value)))
            .collect();
        if remarks.iter().any(|remark| self.vocabulary.find_folded("remark", remark).is_some_and(|found| found.word == "no")) {
            return Standing::Denied;
        }
        let mut phases: Vec<(Vec<u32>, String)> = names().map(|carrier| (phases_in(&carrier.folded), carrier.text.to_string())).collect();
        phases.extend(authored::all_texts(entity, PHASE).into_iter().map(|reading| {
            let folded = fold(&reading.value);
            let bare = || numeral(&folded).into_iter().collect();
            (Some(phases_in(&folded)).filter(|found| !found.is_empty()).unwrap_or_else(bare), reading.value)
        }));
        let builds = |remark: &&String| ["实施", "建设", "施工", "完成", "设置"].iter().any(|word| remark.contains(word));
        phases.extend(remarks.iter().filter(builds).map(|remark| (phases_in(remark), remark.clone())));
        match phases.into_iter().find(|(found, _)| !found.is_empty()) {
            Some((found, words)) => self.of_phase(&found, words),
            None => Standing::There,
        }
    }

    /// What the phases of a thing make of it: those of the submission are there.
    fn of_phase(&self, found: &[u32], words: String) -> Standing {
        let own = self.own_phases.get_or_init(|| self.phases_of_submission());
        if found.iter().any(|phase| own.contains(phase)) {
            return Standing::There;
        }
        match found.iter().min() {
            None => Standing::There,
            Some(1) if own.is_empty() => Standing::There,
            Some(_) if own.is_empty() => Standing::Later(words),
            Some(_) => Standing::Denied,
        }
    }

    /// The phases that names of the project, its sites, buildings and files speak of.
    fn phases_of_submission(&self) -> BTreeSet<u32> {
        let projects = self.models.iter().flat_map(|named| named.model.all(class::IFC_PROJECT));
        let sites = self.sites.iter().map(|site| site.entity);
        let buildings = self.buildings.iter().flat_map(|building| building.entities.iter().map(|(_, entity)| *entity));
        let mut out = BTreeSet::new();
        for entity in projects.chain(sites).chain(buildings) {
            for attribute in ["Name", "LongName", "Phase"] {
                out.extend(entity.named(attribute).as_text().iter().flat_map(|text| phases_in(&fold(text))));
            }
            out.extend(authored::all_texts(entity, PHASE).iter().flat_map(|reading| phases_in(&fold(&reading.value))));
        }
        out.extend(self.models.iter().flat_map(|named| phases_in(&fold(&named.file))));
        out
    }

    /// Whether a folded name says that its bearer is not there; 预留充电条件 speaks of its charger only.
    fn says_absent(&self, folded: &str) -> bool {
        self.vocabulary.find_folded("absent", folded).is_some_and(|found| found.word == "no")
    }
}

/// The phases of building that a folded text speaks of: 二期, 2期, Ⅱ期, 一、二期, phase 2.
fn phases_in(folded: &str) -> Vec<u32> {
    let mut out = Vec::new();
    for (at, _) in folded.match_indices('期') {
        let mut rest = &folded[..at];
        loop {
            let word = numeral_before(rest);
            let Some(number) = numeral(word) else { break };
            out.push(number);
            let before = &rest[..rest.len() - word.len()];
            let Some(cut) = before.strip_suffix(['、', ',', '/', '和', '及', '-', '~']) else { break };
            rest = cut;
        }
    }
    for (at, word) in folded.match_indices("phase") {
        let rest = folded[at + word.len()..].trim_start_matches([' ', '-', '_', ':', '.']);
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        out.extend(numeral(&rest[..end]));
    }
    out
}

/// The numeral with which a text ends, if any.
fn numeral_before(text: &str) -> &str {
    let of = |set: &dyn Fn(char) -> bool| {
        let start = text.char_indices().rev().take_while(|(_, c)| set(*c)).last().map_or(text.len(), |(at, _)| at);
        &text[start..]
    };
    let digits = of(&|c| c.is_ascii_digit());
    let chinese = of(&|c| "一二三四五六七八九十".contains(c));
    let roman = of(&|c| "ivx".contains(c));
    [digits, chinese, roman].into_iter().max_by_key(|word| word.len()).unwrap_or_default()
}

/// A small numeral in digits, Chinese or Roman letters.
fn numeral(word: &str) -> Option<u32> {
    const CHINESE: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    const ROMAN: [&str; 10] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"];
    let listed = |list: &[&str]| list.iter().position(|known| *known == word).and_then(|at| u32::try_from(at + 1).ok());
    word.parse().ok().or_else(|| listed(&CHINESE)).or_else(|| listed(&ROMAN)).filter(|number| (1..=MOST_PHASES).contains(number))
}

#[cfg(test)]
mod tests {
    use super::{fold, phases_in};

    #[test]
    fn phases_are_read_in_all_their_ways_of_writing() {
        for (text, phases) in [
            ("规划集中绿地（二期）", &[2][..]),
            ("集中绿地-3期", &[3]),
            ("绿地 第二期", &[2]),
            ("Ⅱ期绿地", &[2]),
            ("一、二期共用", &[2, 1]),
            ("集中绿地 Phase 2", &[2]),
            ("phase-ii green", &[2]),
            ("一期", &[1]),
            ("工期、后期、2030期", &[]),
            ("集中绿地", &[]),
            ("three phase", &[]),
        ] {
            assert_eq!(phases_in(&fold(text)), phases, "{text}");
        }
    }
}
