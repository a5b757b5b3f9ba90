//! Archives for tests: like those the checker writes, with Chinese names.
#![allow(clippy::unwrap_used)]

use haofang_bcf::{
    Archive, Camera, Change, ClippingPlane, Coloring, Comment, Component, Components, Extensions, HeaderFile, ImageFormat, Picture,
    Project, Projection, Topic, View, Viewpoint, ids,
};

/// A picture of 800 × 600 pixels that is not blank.
pub(crate) fn picture() -> Picture {
    let (width, height) = (800_u32, 600_u32);
    let mut pixels = Vec::new();
    for y in 0..height {
        for x in 0..width {
            let inside = (200..600).contains(&x) && (150..450).contains(&y);
            let shade = if inside { 200 - (y / 8) as u8 } else { 240 };
            pixels.extend([255, shade, (x / 50) as u8 * 8]);
        }
    }
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
    Picture { format: ImageFormat::Png, bytes }
}

/// A topic as the checker writes it.
pub(crate) fn topic(clause: &str, anchor: &str, text: &str) -> Topic {
    let guid = ids::topic("nantong-2024-1", clause, anchor);
    let created = Change { date: "2026-11-22T00:00:00+08:00".into(), author: "haofang@example.com".into() };
    let wall = Component::of("1E8YkwPMfB$h99jtn_uAjI");
    let viewpoint = Viewpoint {
        guid: ids::viewpoint(&guid, text),
        index: Some(0),
        view: Some(View {
            components: Some(Components {
                selection: vec![wall.clone()],
                default_visibility: true,
                coloring: vec![Coloring { color: "FF4040".into(), components: vec![wall] }],
                ..Components::default()
            }),
            camera: Some(Camera {
                eye: [-1.58486077, -28.4787, 19.8034],
                direction: [0.6, 0.64, -0.48],
                up: [0.328291742, 0.350177858, 0.877268488],
                projection: Projection::Perspective { field_of_view: 60.0 },
                aspect: Some(4.0 / 3.0),
            }),
            clipping_planes: vec![ClippingPlane { location: [0.0, 0.0, 9.3], direction: [0.0, 0.0, 1.0] }],
            ..View::default()
        }),
        snapshot: Some(picture()),
    };
    Topic {
        topic_type: Some("不符合".into()),
        status: Some("Open".into()),
        files: vec![HeaderFile {
            ifc_project: Some("2SugUv4EX5LAhcVpDp2dUH".into()),
            filename: Some("1号楼.ifc".into()),
            date: Some("2024-01-01T00:00:00Z".into()),
            ..HeaderFile::default()
        }],
        title: format!("{clause} 层高 3.050 < 3.100 m · 1号楼 7F、8F"),
        priority: Some("必须".into()),
        index: Some(0),
        labels: vec![clause.into(), "必须".into(), "建筑".into()],
        created: created.clone(),
        description: Some(format!("条文「层高不低于3.1m」\n{text}")),
        comments: vec![Comment {
            guid: ids::comment(&guid, text),
            created,
            text: text.into(),
            viewpoint: Some(viewpoint.guid.clone()),
            modified: None,
        }],
        viewpoints: vec![viewpoint],
        guid,
        ..Topic::default()
    }
}

/// An archive of two topics.
pub(crate) fn archive() -> Archive {
    Archive {
        project: Some(Project { id: ids::stable(&["project", "阳光里"]), name: Some("阳光里 & <一期>".into()) }),
        extensions: Extensions { statuses: vec!["Open".into(), "Resolved".into(), "Closed".into()], ..Extensions::default() },
        topics: vec![
            topic("NT-2.1-04", "2fTzxuYUz80AvHkU3vg402", "实测 3.050 m，要求 ≥ 3.100 m"),
            topic("NT-2.1-10", "0fTzxuYUz80AvHkU3vg40A", "实测 9.40%，要求 ≥ 10.00%"),
        ],
        ..Archive::default()
    }
}
