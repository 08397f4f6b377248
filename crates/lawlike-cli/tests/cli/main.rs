//! The command as a user meets it: exit codes, contracts, bad input, equal bytes.

#[cfg(test)]
mod bad_input;
mod claims;
mod compare;
#[cfg(test)]
mod contracts;
#[cfg(test)]
mod definitions;
mod emergence;
#[cfg(test)]
mod equal_bytes;
#[cfg(test)]
mod exit_codes;
mod first_screen;
#[cfg(test)]
mod files;
#[cfg(test)]
mod finite;
#[cfg(test)]
mod help;
#[cfg(test)]
mod leakage;
#[cfg(test)]
mod passk;
#[cfg(test)]
mod plan;
mod plan_limits;
#[cfg(test)]
mod post_training;
#[cfg(test)]
mod reading;
#[cfg(test)]
mod real_data;
#[cfg(test)]
mod resume;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod support;
#[cfg(test)]
mod tasks;
mod test_time;
#[cfg(test)]
mod trend;
