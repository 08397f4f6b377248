//! The verdict on one task.

use super::link::{Linked, without_break};
use super::step::{BreakTest, Relation};
use super::{EmergenceVerdict, Expected, Flat, Form, Judged, MetricLink, POWER, SmoothBasis};
use crate::observational::{Models, Response, Rise, Scores};
use lawlike_num::parallel;
use lawlike_num::progress::part;

/// Fewest models.
const MODELS: usize = 10;
/// Right items up to which a model is no better than the resolution of the task.
const SILENT: f64 = 3.0;
/// Fewest models that are better.
const HEARD: usize = 4;
/// Fewest models within the rise of a link: with fewer, simulated breaks are seen less often than is stated.
const WITHIN: usize = 14;
/// A break that moves the models beyond by less than this share on average is let pass.
const SMALL: f64 = 0.01;
/// A break may lift a model at half height by this share before it counts as missed.
const MISSED: f64 = 0.5;
/// Places at which a link may bend.
const LINK_BENDS: usize = 3;
/// Models for each place at which the smooth metric may bend along scale, and the range of the number of places.
const A_BEND: usize = 12;
const SMOOTH_BENDS: (usize, usize) = (1, 8);
/// Models from which on every step shares out its own work.
const MANY: usize = 4096;
/// Shares of the work that its steps take with many models, about, each of what is left by then.
const LINKED: f64 = 0.4;
const SHARP: f64 = 0.8;
const AGAINST: f64 = 0.25;
const FIRM: f64 = 0.6;

/// The verdict on a task.
pub(super) fn judge(models: &Models, task: usize) -> Judged {
    let linked = Linked::new(models, task);
    let asked = &models.tasks[task];
    let y: Vec<f64> = linked.rows.iter().map(|row| asked.scores[*row]).collect();
    let items = asked.items_of(&linked.rows);
    let mut judged = Judged {
        task: asked.name.clone(),
        models: y.len(),
        verdict: EmergenceVerdict::Untold,
        reason: format!("only {} models have all that is needed, {MODELS} are needed", y.len()),
        basis: linked.basis,
        linked_to: linked.name.clone(),
        link: None,
        flat: Flat { models: 0, expected: f64::NAN, seen: f64::NAN },
        sharp: None,
        smooth: None,
        expected: Vec::new(),
    };
    if y.len() < MODELS {
        return judged;
    }
    let (scores, response) = part(LINKED, || linked.best(&y, &items));
    let families = models.family_numbers();
    let view = View {
        linked: &linked,
        scores: &scores,
        response: &response,
        scale: linked.rows.iter().map(|row| models.scale[*row]).collect(),
        groups: linked.rows.iter().map(|row| families[*row]).collect(),
    };
    let link = linked.told(&scores, &response);
    judged.flat = view.flat();
    // Most of the work: each deals residuals out anew some thousand times. With many models each shares out its own work.
    (judged.sharp, judged.smooth) = if y.len() >= MANY {
        (part(SHARP, || view.sharp()), view.smooth())
    } else {
        let mut tests =
            parallel::map(2, 0, |at| if at == 0 { view.sharp() } else { view.smooth() }).into_iter();
        (tests.next().flatten(), tests.next().flatten())
    };
    judged.expected = view.expected();
    (judged.verdict, judged.reason) = view.verdict(&judged, &link, &models.scale_name);
    judged.link = Some(link);
    judged
}

/// A task with its link.
struct View<'a> {
    linked: &'a Linked,
    scores: &'a Scores<'a>,
    response: &'a Response,
    scale: Vec<f64>,
    groups: Vec<usize>,
}

impl View<'_> {
    /// Share of the rise that the link gives a model.
    fn share(&self, i: usize) -> f64 {
        self.response.rise.at(self.response.level(&self.scores.x[i]))[0]
    }

    /// What the link expects of every model.
    fn expected(&self) -> Vec<Expected> {
        let score = |i: usize| self.response.score(self.response.level(&self.scores.x[i]));
        let expected = |(i, model): (usize, &usize)| Expected { model: *model, score: score(i) };
        self.linked.rows.iter().enumerate().map(expected).collect()
    }

    fn is_silent(&self, i: usize) -> bool {
        let n = self.scores.items[i];
        let floor = self.response.floor;
        let noise = 2.0 * (floor * (1.0 - floor) / n).sqrt();
        self.scores.y[i] <= floor + noise + SILENT / n
    }

    fn flat(&self) -> Flat {
        let silent: Vec<usize> = (0..self.scores.y.len()).filter(|i| self.is_silent(*i)).collect();
        let expected =
            |i: &usize| self.scores.items[*i] * self.response.score(self.response.level(&self.scores.x[*i]));
        let seen = |i: &usize| self.scores.items[*i] * self.scores.y[*i];
        Flat {
            models: silent.len(),
            expected: silent.iter().map(expected).sum(),
            seen: silent.iter().map(seen).sum(),
        }
    }

    /// The sharp metric against its link.
    fn sharp(&self) -> Option<BreakTest> {
        let first = part(AGAINST, || self.against(self.response))?;
        let firm = part(FIRM, || without_break(self.scores, self.response, &self.scale, first.at));
        let mut test = self.against(&firm)?;
        test.is_break &= test.effect.abs() >= SMALL;
        Some(test)
    }

    /// The sharp metric against one response.
    fn against(&self, response: &Response) -> Option<BreakTest> {
        let mut plane = response.plane(self.scores);
        let shows = |i: usize| (0.05..=0.95).contains(&self.share(i));
        let levels: Vec<f64> = self.scores.x.iter().map(|x| response.level(x)).collect();
        let rising: Vec<f64> = (0..levels.len()).filter(|i| shows(*i)).map(|i| levels[i]).collect();
        // A link that bends a little otherwise is no break.
        for bend in bends(&levels, &rising, LINK_BENDS) {
            plane.columns.push(bend.iter().zip(&plane.lift).map(|(b, l)| b * l).collect());
        }
        let (scale, groups, lift) = (&self.scale, &self.groups, &plane.lift);
        let (columns, residuals, slopes) = (plane.columns, plane.residuals, &plane.slopes);
        Relation { scale, groups, columns, residuals, lift, slopes, shows: &shows }.test()
    }

    /// The smooth metric along scale.
    fn smooth(&self) -> Option<BreakTest> {
        if self.linked.basis == SmoothBasis::Scale {
            return None;
        }
        let values: Vec<f64> = match self.linked.basis {
            SmoothBasis::Capabilities => self.scores.x.iter().map(|x| self.response.level(x)).collect(),
            _ => self.scores.x.iter().map(|x| self.linked.unit.1 * x[1]).collect(),
        };
        let logs: Vec<f64> = self.scale.iter().map(|z| z.ln()).collect();
        let (middle, n) = (lawlike_num::quantile::mean(&logs), logs.len());
        let lift = vec![1.0; n];
        let mut columns = vec![lift.clone(), logs.iter().map(|z| z - middle).collect()];
        columns.extend(bends(&logs, &logs, (n / A_BEND).clamp(SMOOTH_BENDS.0, SMOOTH_BENDS.1)));
        let (scale, groups) = (&self.scale, &self.groups);
        let (lift, slopes) = (&lift, &lift);
        Relation { scale, groups, columns, residuals: values, lift, slopes, shows: &|_| true }.test()
    }

    fn verdict(&self, judged: &Judged, link: &MetricLink, scale: &str) -> (EmergenceVerdict, String) {
        let heard = judged.models - judged.flat.models;
        if heard < HEARD {
            return (EmergenceVerdict::BelowResolution, self.below(judged, heard));
        }
        let Some(sharp) = &judged.sharp else {
            return (
                EmergenceVerdict::Untold,
                "too few places along the scale where a break could lie".to_owned(),
            );
        };
        if sharp.is_break {
            return (EmergenceVerdict::Break, self.broken(judged, sharp, scale));
        }
        if link.within < WITHIN {
            let text = format!(
                "no break was found, but only {} of {} models lie within the rise, {WITHIN} are needed: a threshold in {} cannot be \
                 told from a break",
                link.within, judged.models, judged.linked_to
            );
            return self.untold(judged, text, scale);
        }
        let smallest = self.jump(sharp.smallest.1);
        if smallest > MISSED {
            let text = format!(
                "no break was found, but only one that lifts a model at half height by {} or more would have shown",
                points(smallest)
            );
            return self.untold(judged, text, scale);
        }
        self.and_smooth(judged, self.follows(judged, link, sharp), scale)
    }

    /// The verdict on a task that follows from its link: does what it follows from break along scale?
    fn and_smooth(&self, judged: &Judged, follows: String, scale: &str) -> (EmergenceVerdict, String) {
        match &judged.smooth {
            Some(smooth) if smooth.is_break => {
                let text = self.smooth_break(judged, smooth, scale);
                (EmergenceVerdict::Break, format!("{follows}. But {text}: the sharp metric is not the cause"))
            }
            Some(smooth) => {
                let text = format!(
                    "{follows}. Nor is there a break in {} along {scale}; one of {} would have shown",
                    judged.linked_to,
                    self.smooth_size(smooth.smallest.1)
                );
                (EmergenceVerdict::Follows, text)
            }
            None => (EmergenceVerdict::Follows, follows),
        }
    }

    /// The verdict where the link leaves open whether there is a break: that of the smooth metric, if it has one.
    fn untold(&self, judged: &Judged, text: String, scale: &str) -> (EmergenceVerdict, String) {
        match &judged.smooth {
            Some(smooth) if smooth.is_break => (
                EmergenceVerdict::Break,
                format!("{}. Beyond that, {text}", self.smooth_break(judged, smooth, scale)),
            ),
            _ => (EmergenceVerdict::Untold, text),
        }
    }

    fn smooth_break(&self, judged: &Judged, smooth: &BreakTest, scale: &str) -> String {
        format!(
            "there is a break in {} itself at {scale} = {:.2e}, {} by {} (chance {})",
            judged.linked_to,
            smooth.at,
            if smooth.size > 0.0 { "for the better" } else { "for the worse" },
            self.smooth_size(smooth.size.abs()),
            chance(smooth.p)
        )
    }

    fn below(&self, judged: &Judged, heard: usize) -> String {
        let items = lawlike_num::quantile::median(self.scores.items);
        format!(
            "{heard} of {} models are right on more than {SILENT} of {items:.0} items beyond the floor of {}: the items cannot \
             show where the rise begins",
            judged.models,
            points(self.response.floor)
        )
    }

    fn broken(&self, judged: &Judged, sharp: &BreakTest, scale: &str) -> String {
        format!(
            "beyond {scale} = {:.2e} models do {} than follows from {}, by {} on average (chance {}; the smallest break that would \
             have shown with a chance of {:.0} % lifts a model at half height by {})",
            sharp.at,
            if sharp.size > 0.0 { "better" } else { "worse" },
            judged.linked_to,
            points(sharp.effect.abs()),
            chance(sharp.p),
            100.0 * POWER,
            points(self.jump(sharp.smallest.1))
        )
    }

    fn follows(&self, judged: &Judged, link: &MetricLink, sharp: &BreakTest) -> String {
        let law = match (link.form, judged.basis) {
            (Form::ExactMatch, SmoothBasis::Smooth) => {
                format!("by exp(-(L cost)^w) with L = {:.2} and w = {:.2}", link.length, link.slope)
            }
            (Form::ExactMatch, _) => format!("by exp(-c x^-w) with w = {:.2}", link.slope),
            (Form::Threshold, _) => "by a threshold (logistic)".to_owned(),
        };
        let flat = if judged.flat.models > 0 {
            format!(
                "; the {} models at the floor are expected to get {:.1} items right and got {:.0}",
                judged.flat.models, judged.flat.expected, judged.flat.seen
            )
        } else {
            String::new()
        };
        format!(
            "it follows from {} {law}{flat}. No break of a point or more is left over (chance {}); one that lifts a model at half height by {} \
             would have shown with a chance of {:.0} %",
            judged.linked_to,
            chance(sharp.p),
            points(self.jump(sharp.smallest.1)),
            100.0 * POWER
        )
    }

    /// How far a step of the level moves a model at half height.
    fn jump(&self, size: f64) -> f64 {
        let rise = self.response.rise;
        let half = match rise {
            Rise::Logistic => 0.0,
            Rise::LogLog => -std::f64::consts::LN_2.ln(),
        };
        rise.at(half + size / 2.0)[0] - rise.at(half - size / 2.0)[0]
    }

    /// A step of the smooth metric in words: a factor of the cost, or levels of the link.
    fn smooth_size(&self, size: f64) -> String {
        match self.linked.basis {
            SmoothBasis::Capabilities => format!("{size:.2} levels of the link"),
            _ => format!("a factor of {:.2}", size.exp()),
        }
    }
}

/// Columns that bend at some places between the values of `among`, evenly by their number.
fn bends(values: &[f64], among: &[f64], count: usize) -> Vec<Vec<f64>> {
    let mut sorted = among.to_vec();
    sorted.sort_by(f64::total_cmp);
    if sorted.len() < count + 2 {
        return Vec::new();
    }
    let place = |k: usize| lawlike_num::quantile::quantile(&sorted, (k + 1) as f64 / (count + 1) as f64);
    let mut places: Vec<f64> = (0..count).map(place).collect();
    places.dedup();
    places.iter().map(|at| values.iter().map(|v| (v - at).max(0.0)).collect()).collect()
}

fn points(share: f64) -> String {
    format!("{:.1} points", 100.0 * share)
}

fn chance(p: f64) -> String {
    if p <= 0.001 { "at most 0.1 %".to_owned() } else { format!("{:.1} %", 100.0 * p) }
}
