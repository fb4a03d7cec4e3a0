use super::{Data, Order, Report, Shown};
use crate::config::RunConfig;
use crate::data::mnist::Pictures;
use crate::engine::frame::Asked;
use crate::engine::{Library, Trainer};
use crate::fault::Fault;
use burn::tensor::Device;
use std::cell::RefCell;
use std::rc::Rc;

/// The helper's side: a lane that trains as it is told.
pub struct FarLane {
    device: Device,
    library: Rc<RefCell<Library>>,
    lane: Option<Trainer>,
    /// What steps in its place.
    copy: Option<Trainer>,
}

impl FarLane {
    /// Nobody's helper yet.
    pub fn new(device: Device) -> Self {
        FarLane {
            device,
            library: Rc::default(),
            lane: None,
            copy: None,
        }
    }

    /// Carries out an order; what there is to report.
    ///
    /// # Errors
    /// It cannot be carried out: the helper is none.
    pub async fn obey(
        &mut self,
        order: Order,
        now: impl Fn() -> f64,
    ) -> Result<Option<Report>, Fault> {
        if let Order::Take { lane, data } = order {
            self.learn(data);
            let (config, _) = RunConfig::from_query(&lane.config);
            // The lane before makes room first.
            (self.lane, self.copy) = (None, None);
            let mut taken = Trainer::new(config, self.library.clone(), &self.device);
            taken.load(lane)?;
            self.lane = Some(taken);
            return Ok(None);
        }
        let lane = self.lane.as_mut().ok_or(Fault::NoRun)?;
        Ok(match order {
            Order::Take { .. } => None,
            Order::Tune { lane: query } => {
                lane.tune(RunConfig::from_query(&query).0);
                None
            }
            Order::Step(count) => {
                // A CPU has done what it was asked.
                let steps = self.copy.as_mut().unwrap_or(lane);
                (0..count).for_each(|_| steps.step());
                Some(Report::Stepped)
            }
            Order::Show { parts } => Some(Report::Frame(Box::new(show(lane, &parts, now).await?))),
            Order::Rehearse(begins) => {
                self.copy = begins.then(|| lane.clone());
                self.copy.iter_mut().for_each(Trainer::grow_up);
                None
            }
            Order::Save => Some(Report::Lane(lane.save().await?)),
        })
    }

    fn learn(&mut self, data: Option<Data>) {
        let mut library = self.library.borrow_mut();
        match data {
            Some(Data::Pictures { pixels, labels }) => {
                library.pictures = Pictures::trained_on(pixels, labels);
            }
            Some(Data::Own { data, sample }) => library.put(data, Some(sample)),
            None => {}
        }
    }
}

async fn show(lane: &Trainer, parts: &[usize], now: impl Fn() -> f64) -> Result<Shown, Fault> {
    let mut asked = Asked::of(std::slice::from_ref(lane), parts, &now);
    let numbers = asked.numbers().await?;
    let (lanes, took) = asked.open(&numbers, now);
    Ok(Shown {
        lane: lanes.into_iter().next().unwrap_or_default(),
        asking: took.asking,
        telling: took.telling,
    })
}
