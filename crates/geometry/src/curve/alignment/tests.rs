//! Alignments against closed forms and series.

use super::*;

/// End of a clothoid of unit constant by the Fresnel series, about the origin.
fn fresnel(a: f64, s: f64) -> [f64; 2] {
    let t = s * s / (2.0 * a * a);
    let (mut x, mut y, mut term) = (0.0, 0.0, s);
    for n in 0..30 {
        let share = term / (2.0 * f64::from(n) + 1.0);
        match n % 4 {
            0 => x += share,
            1 => y += share,
            2 => x -= share,
            _ => y -= share,
        }
        term *= t / f64::from(n + 1);
    }
    [x, y]
}

#[test]
fn a_clothoid_ends_where_the_series_says() {
    for (a, l) in [(75_000f64.sqrt(), 150.0), (60.0, 100.0)] {
        let p = Piece::new([0.0; 2], 0.0, Bend::Polynomial(vec![0.0, 1.0 / (a * a)]), 0.0, l);
        let ([x, y], [u, v]) = (p.at(l), fresnel(a, l));
        assert!((x - u).hypot(y - v) < 1e-9, "{x} {y} {u} {v}");
        assert!((p.curvature(l) - l / (a * a)).abs() < 1e-15);
        // Run through backwards from its far end it leads home, turned by what it turned.
        let back = Piece::new([x, y], p.direction(l) + PI, Bend::Polynomial(vec![0.0, 1.0 / (a * a)]), l, -l);
        let [x, y] = back.at(l);
        assert!(x.hypot(y) < 1e-9);
    }
}

#[test]
fn an_arc_is_a_circle_and_a_sine_bend_turns_as_much_as_its_mean() {
    let r = 500.0;
    let p = Piece::new([10.0, 20.0], 0.0, Bend::Polynomial(vec![1.0 / r]), 0.0, -r * PI / 2.0);
    let [x, y] = p.at(r * PI / 2.0);
    assert!((x - 10.0 - r).hypot(y - 20.0 + r) < 1e-9, "{x} {y}");
    // From straight to radius r over length l: each law turns by l / 2r.
    let l = 120.0;
    let bends = [
        Bend::Polynomial(vec![0.0, 1.0 / (r * l)]),
        Bend::Cosine(0.5 / r, -0.5 / r, l),
        Bend::Sine(0.0, 1.0 / (r * l), -1.0 / (TAU * r), l),
        // Bloss: 3 (s/l)² - 2 (s/l)³.
        Bend::Polynomial(vec![0.0, 0.0, 3.0 / (r * l * l), -2.0 / (r * l * l * l)]),
    ];
    for bend in bends {
        assert!(bend.curvature(0.0).abs() < 1e-12 && (bend.curvature(l) - 1.0 / r).abs() < 1e-12, "{bend:?}");
        assert!((bend.heading(l) - l / (2.0 * r)).abs() < 1e-12, "{bend:?}");
        let p = Piece::new([0.0; 2], 0.3, bend, 0.0, l);
        let end = p.curve(Precision::default());
        assert!((end.length - l).abs() < 1e-3);
    }
}

#[test]
fn heights_follow_parabolas_and_arcs() {
    let straight = Piece::new([0.0; 2], 0.0, Bend::Polynomial(vec![]), 0.0, 400.0);
    let grades = vec![
        Grade { from: 0.0, height: 10.0, slope: 0.02, law: Law::Straight },
        Grade { from: 100.0, height: 12.0, slope: 0.02, law: Law::Polynomial(vec![-1e-4]) },
        Grade { from: 300.0, height: 12.0, slope: -0.02, law: Law::Arc(2000.0) },
    ];
    let d = Directrix::alignment(vec![straight], grades);
    assert!((d.frame(50.0).origin.z - 11.0).abs() < 1e-12);
    assert!((d.frame(200.0).origin.z - 13.0).abs() < 1e-12); // the crest
    assert!(d.frame(200.0).x().z.abs() < 1e-12);
    let sag = d.frame(300.0 + 2000.0 * (0.02f64).atan().sin()).origin;
    assert!((sag.z - (12.0 - 2000.0 * (1.0 - (0.02f64).atan().cos()))).abs() < 1e-9);
}
