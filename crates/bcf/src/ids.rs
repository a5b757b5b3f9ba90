//! Identifiers that stay the same from run to run, so that a second submission updates topics and never doubles them.

use uuid::Uuid;

/// The name space of all our identifiers: UUIDv5 of this word in the DNS name space.
fn namespace() -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_DNS, b"bcf.haofang")
}

/// UUIDv5 of a list of parts, lower case.
#[must_use]
pub fn stable(parts: &[&str]) -> String {
    Uuid::new_v5(&namespace(), parts.join("\n").as_bytes()).hyphenated().to_string()
}

/// The identifier of a topic: policy without its version, clause, and GlobalId of the group's anchor
/// (building, site or project, never a member).
#[must_use]
pub fn topic(policy: &str, clause: &str, anchor: &str) -> String {
    stable(&["topic", policy, clause, anchor])
}

/// The identifier of a comment: the same words in the same topic are the same comment.
#[must_use]
pub fn comment(topic: &str, text: &str) -> String {
    stable(&["comment", topic, text])
}

/// The identifier of a viewpoint; viewpoints are immutable, so another content is another viewpoint.
#[must_use]
pub fn viewpoint(topic: &str, content: &str) -> String {
    stable(&["viewpoint", topic, content])
}

/// Whether the text is a UUID in the usual form, in either case.
#[must_use]
pub fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// Whether the text is an IFC GlobalId: 22 characters of base 64, the first of which is 0 to 3.
#[must_use]
pub fn is_ifc_guid(text: &str) -> bool {
    text.len() == 22
        && matches!(text.bytes().next(), Some(b'0'..=b'3'))
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_are_stable_and_distinct() {
        let id = topic("nantong-2024-1", "NT-2.1-04", "2fTzxuYUz80AvHkU3vg402");
        // Fixed for ever: archives in the field carry it.
        assert_eq!(id, topic("nantong-2024-1", "NT-2.1-04", "2fTzxuYUz80AvHkU3vg402"));
        assert!(is_uuid(&id) && id.as_bytes()[14] == b'5');
        assert_ne!(id, topic("nantong-2024-1", "NT-2.1-10", "2fTzxuYUz80AvHkU3vg402"));
        assert!(is_ifc_guid("2fTzxuYUz80AvHkU3vg402") && !is_ifc_guid("4fTzxuYUz80AvHkU3vg402"));
    }
}
