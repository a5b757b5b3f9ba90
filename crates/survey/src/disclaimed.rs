//! What its author says is not there, not yet, or not on this plot: 预留, 取消, 代征, 另建, 是否安装 = 否.

use haofang_ifc::Entity;

use crate::authored;
use crate::building::Survey;
use crate::carriers::Texts;

/// Properties that say whether a thing is provided.
const PROVIDED: &[&str] = &["是否设置", "是否安装", "是否配置", "是否配建", "是否建设", "是否实施", "是否启用", "是否建成", "已安装"];

/// Properties that say how far it is.
const STATE: &[&str] = &[
    "设置",
    "设置情况",
    "安装",
    "安装情况",
    "安装状态",
    "安装方式",
    "配置情况",
    "建设情况",
    "建设状态",
    "实施情况",
    "实施状态",
    "建设时序",
];

impl Survey<'_> {
    /// Whether names or properties of an entity say that it is not there.
    pub(crate) fn is_disclaimed(&self, entity: Entity<'_>, texts: &Texts) -> bool {
        let names = texts.iter().filter(|carrier| ["LongName", "Name", "ObjectType"].contains(&&*carrier.from));
        if names.into_iter().any(|carrier| self.says_absent(&carrier.folded)) {
            return true;
        }
        // who does not know whether it is provided has not provided it
        let denied = || authored::flag(entity, PROVIDED).is_some_and(|reading| !reading.value) || authored::is_unknown(entity, PROVIDED);
        let state = || {
            authored::flag(entity, STATE).is_some_and(|reading| !reading.value)
                || authored::all_texts(entity, STATE).iter().any(|reading| self.says_absent(&crate::vocabulary::fold(&reading.value)))
        };
        denied() || state()
    }

    /// Whether a folded name says that its bearer is not there; 预留充电条件 speaks of its charger only.
    fn says_absent(&self, folded: &str) -> bool {
        self.vocabulary.find_folded("absent", folded).is_some_and(|found| found.word == "no")
    }
}
