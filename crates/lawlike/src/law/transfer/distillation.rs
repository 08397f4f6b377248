//! Distillation (Busbridge et al. 2025): the loss of a student against that of its teacher.
//!
//! `supervised_loss` is the loss that the same student reaches without a teacher.

use crate::law::card::{CardStatus, ENDLESS, LawCard, Spacing, Topic, exponent, falls, limit, shape};

/// Teacher, plus a broken power of it times a surface of the student, equation 8.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "distillation",
    title: "law of distillation",
    topic: Topic::Transfer,
    formula: "teacher_loss + teacher_loss^-c0*(1 + (teacher_loss/(supervised_loss*d1))^(1/f1))^(-c1*f1)*(A*N^-alpha + B*D^-beta)^gamma",
    inputs: &["teacher_loss", "supervised_loss", "N", "D"],
    parameters: &[
        shape("c0", (-10.0, 10.0), Spacing::Linear(0.0, 3.0), "power of the loss of the teacher"),
        shape(
            "d1",
            (0.05, 20.0),
            Spacing::Log(0.5, 2.0),
            "loss of the teacher over that of the student at the break",
        ),
        shape("f1", (0.01, 5.0), Spacing::Log(0.05, 0.6), "width of the break"),
        shape("c1", (-20.0, 20.0), Spacing::Linear(-2.0, 5.0), "change of the power at the break"),
        shape("A", (1e-30, 1e60), Spacing::Log(10.0, 1e5), "parameter term of the student"),
        exponent("alpha", "exponent in parameters"),
        shape("B", (1e-30, 1e60), Spacing::Log(10.0, 1e5), "data term of the student"),
        exponent("beta", "exponent in tokens"),
        shape("gamma", (0.01, 10.0), Spacing::Log(0.3, 2.0), "power of the surface"),
    ],
    says: "a better teacher helps until the student cannot follow; then it does harm",
    limits: &[limit(&[("N", ENDLESS), ("D", ENDLESS)], "teacher_loss")],
    trends: &[falls("N"), falls("D")],
    fails: "values are not known here; cheaper than supervision only if the teacher exists or serves many students",
    source: "Busbridge et al. 2025 (arXiv 2502.08606), equation 8; \
             form as independent texts quote it",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
