//! The command as a user meets it: exit codes, contracts, bad input, equal bytes.

#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod catalogue;
#[cfg(test)]
mod claims;
#[cfg(test)]
mod compare;
#[cfg(test)]
mod contracts;
#[cfg(test)]
mod definitions;
#[cfg(test)]
mod emergence;
#[cfg(test)]
mod equal_bytes;
#[cfg(test)]
mod exit_codes;
#[cfg(test)]
#[cfg(unix)]
mod faults;
#[cfg(test)]
mod figures;
#[cfg(test)]
mod files;
#[cfg(test)]
mod finite;
#[cfg(test)]
mod first_screen;
#[cfg(test)]
mod help;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod kept_work;
#[cfg(test)]
mod leakage;
mod limits;
#[cfg(test)]
mod manners;
#[cfg(test)]
mod passk;
#[cfg(test)]
mod plan;
#[cfg(test)]
mod plan_limits;
#[cfg(test)]
mod post_training;

#[cfg(test)]
mod posterior;
#[cfg(test)]
mod reading;
#[cfg(test)]
mod real_data;
#[cfg(test)]
mod report;
#[cfg(test)]
mod resume;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod support;
#[cfg(test)]
mod tasks;
#[cfg(test)]
mod test_time;
#[cfg(test)]
mod trend;
