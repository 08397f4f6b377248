//! One file over https.

use anyhow::{Context, Result, bail, ensure};
use std::io::Read;
use std::time::Duration;
use ureq::Agent;

/// Time for a connection, and for a whole file.
const CONNECT: Duration = Duration::from_secs(20);
const WHOLE: Duration = Duration::from_secs(600);

/// The bytes at an address, at most one more than `most`: the caller says what is too large.
///
/// No redirect is followed: an entry names the place of its file, and another one is another file. Without encryption only
/// this machine is asked.
pub(super) fn get(url: &str, most: u64) -> Result<Vec<u8>> {
    ensure!(
        url.starts_with("https://") || is_here(url),
        "{url}: an address begins with https://; http:// is for this machine only"
    );
    let config = Agent::config_builder()
        .timeout_connect(Some(CONNECT))
        .timeout_global(Some(WHOLE))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false);
    let agent: Agent = config.build().into();
    let mut response = agent.get(url).call().with_context(|| format!("cannot fetch {url}"))?;
    let status = response.status();
    if status.is_redirection() {
        let to =
            response.headers().get("location").and_then(|to| to.to_str().ok()).unwrap_or("another place");
        bail!("{url}: the server sends on to {to}, which is not followed; nothing was kept");
    }
    ensure!(status.as_u16() == 200, "{url}: the server answered {status}; nothing was kept");
    let told = response.body().content_length();
    if let Some(told) = told.filter(|told| *told > most) {
        bail!("{url}: the server offers {told} bytes, and at most {most} are taken; nothing was kept");
    }
    let mut bytes = Vec::new();
    response
        .body_mut()
        .as_reader()
        .take(most.saturating_add(1))
        .read_to_end(&mut bytes)
        .with_context(|| format!("{url}: it was cut off after {} bytes; nothing was kept", bytes.len()))?;
    if let Some(told) = told {
        ensure!(
            bytes.len() as u64 == told,
            "{url}: it was cut off after {} of {told} bytes; nothing was kept",
            bytes.len()
        );
    }
    Ok(bytes)
}

/// Whether an address is on this machine.
fn is_here(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("http://") else { return false };
    let host = rest.split('/').next().unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    ["127.0.0.1", "localhost", "[::1]"].contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_asked_without_encryption() {
        for here in ["http://127.0.0.1:80/a", "http://localhost/a", "http://[::1]:9/a"] {
            assert!(is_here(here), "{here}");
        }
        for there in
            ["http://example.org/", "http://127.0.0.1.example.org/", "http://localhost:80@example.org/"]
        {
            assert!(!is_here(there), "{there}");
        }
        assert!(get("http://example.org/a", 1).is_err());
        assert!(get("ftp://example.org/a", 1).is_err());
    }
}
