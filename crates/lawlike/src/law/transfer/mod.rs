//! From one loss to another, and from loss to tasks.

pub(super) mod direct;
pub(super) mod distillation;
pub(super) mod loss_to_loss;
pub(super) mod train_to_test;
