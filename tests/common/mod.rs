//! What the tests of the engine share.
#![allow(dead_code, reason = "each test binary uses its own part")]

use burn::tensor::{Device, Tensor};
use gan_playground::config::RunConfig;
use gan_playground::data::mnist::Split;
use gan_playground::engine::{Library, Trainer};
use gan_playground::network::rows;
use gan_playground::protocol::{Extra, LaneFrame, Views};
use gan_playground::rng::{Purpose, Rng};
use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// Flex never waits: every future here is ready when it is asked.
pub fn ready<T>(future: impl Future<Output = T>) -> T {
    let mut context = Context::from_waker(Waker::noop());
    match std::pin::pin!(future).poll(&mut context) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the CPU engine made us wait"),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "native tests may wait for a device"
)]
pub fn values<const D: usize>(tensor: &Tensor<D>) -> Vec<f32> {
    let count = tensor.dims().iter().product::<usize>();
    let flat: Tensor<1> = tensor.clone().reshape([count]);
    flat.into_data().try_into_vec().expect("floats")
}

/// A `[rows, columns]` tensor of standard normal numbers.
pub fn normal(count: usize, columns: usize, seed: u64, device: &Device) -> Tensor<2> {
    let values = Rng::new(seed, Purpose::Shown, 0).normals(count * columns);
    rows(values, count, device)
}

/// A run with this query, which must be taken whole.
pub fn trainer(query: &str) -> Trainer {
    trainer_on(query, Default::default())
}

/// The same, on what is in a library.
pub fn trainer_on(query: &str, library: Rc<RefCell<Library>>) -> Trainer {
    let (config, notices) = RunConfig::from_query(query);
    assert!(notices.is_empty(), "{query}: {notices:?}");
    Trainer::new(config, library, &device())
}

/// The CPU; the GPU where a build has one and `TEST_ON_GPU` is set.
fn device() -> Device {
    #[cfg(feature = "headless-wgpu")]
    if std::env::var_os("TEST_ON_GPU").is_some() {
        return gpu();
    }
    Device::flex()
}

/// A GPU, or a driver that plays one. A process opens it once.
#[cfg(feature = "headless-wgpu")]
pub fn gpu() -> Device {
    static OPEN: std::sync::LazyLock<Device> =
        std::sync::LazyLock::new(|| Device::wgpu_options().init().expect("a GPU"));
    OPEN.clone()
}

/// MNIST's first thousand pictures, again and again in the place of all the others.
pub fn first_digits() -> Rc<RefCell<Library>> {
    let mut library = Library::default();
    let (name, count) = Split::Train.shards().swap_remove(0);
    let path = format!("{}/assets/mnist/{name}", env!("CARGO_MANIFEST_DIR"));
    let shard = std::fs::read(path).expect("the shard is in assets");
    while !library.pictures.is_whole() {
        let added = library.pictures.add_shard(&name, &shard, count);
        added.expect("a good shard");
    }
    Rc::new(RefCell::new(library))
}

pub fn frame(trainer: &Trainer, views: Views) -> LaneFrame {
    ready(trainer.frame(&views)).expect("a frame")
}

/// All that a frame can carry.
pub fn all_views() -> Views {
    Views::of(&[
        Extra::Heat,
        Extra::Manifold,
        Extra::Pushes,
        Extra::Weights,
        Extra::Spectra,
        Extra::Slopes,
        Extra::Metrics,
        Extra::Digits,
    ])
}

/// A metric of a run, by slug.
pub fn metric(trainer: &Trainer, slug: &str) -> f64 {
    let views = Views::of(&[Extra::Metrics]);
    let readings = frame(trainer, views).metrics;
    let found = readings.iter().find(|reading| reading.metric == slug);
    found.unwrap_or_else(|| panic!("no {slug}")).value
}
