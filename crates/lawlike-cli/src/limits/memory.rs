//! How much memory there is, and how much this process holds.

/// Bytes that this process holds; none where the system does not say.
#[cfg(target_os = "linux")]
pub(super) fn held() -> Option<u64> {
    let pages: u64 = std::fs::read_to_string("/proc/self/statm").ok()?.split(' ').nth(1)?.parse().ok()?;
    pages.checked_mul(u64::try_from(rustix::param::page_size()).ok()?)
}

/// Bytes that a process may hold if the user does not say: nine tenths of what the machine or its container has.
#[cfg(target_os = "linux")]
pub(super) fn default() -> Option<u64> {
    let machine = std::fs::read_to_string("/proc/meminfo").ok().and_then(|text| total(&text));
    let container = std::fs::read_to_string("/sys/fs/cgroup/memory.max").ok();
    let container = container.and_then(|text| text.trim().parse::<u64>().ok());
    Some(machine.into_iter().chain(container).min()? / 10 * 9)
}

#[cfg(not(target_os = "linux"))]
pub(super) fn held() -> Option<u64> {
    None
}

#[cfg(not(target_os = "linux"))]
pub(super) fn default() -> Option<u64> {
    None
}

/// The memory of the machine, from the text of `/proc/meminfo`.
#[cfg(target_os = "linux")]
fn total(text: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kib.checked_mul(1024)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn the_system_says_what_is_held() {
        let before = held().unwrap();
        let block = std::hint::black_box(vec![1_u8; 64 << 20]);
        assert!(held().unwrap() >= before + (48 << 20), "{before}");
        drop(block);
        assert!(default().unwrap() > 64 << 20);
        assert_eq!(total("MemTotal:       16 kB\nMemFree: 1 kB\n"), Some(16 * 1024));
    }
}
