//! The engine on WebGPU: Burn's wgpu backend, in a dedicated worker.

use burn::tensor::Device;
use gan_playground::engine::{Engine, Kind, examine, post, prepare, run_worker};
use gan_playground::fault::Fault;
use gan_playground::protocol::Event;
use std::sync::Arc;

/// Kernels per submission. A small network's iteration is some dozens of kernels: fewer
/// submissions than Burn's default of 32 makes, yet short enough to start early.
const TASKS: usize = 128;

fn main() {
    prepare();
    wasm_bindgen_futures::spawn_local(async {
        let options = Device::wgpu_options().tasks_max(TASKS);
        match options.init_with_setup_async().await {
            Ok((device, setup)) => {
                // The library's own handlers end the worker in a panic, whose words are a programmer's.
                setup
                    .device
                    .on_uncaptured_error(Arc::new(|error| refuse(why_refused(&error.to_string()))));
                setup
                    .device
                    .set_device_lost_callback(|_, why| refuse(Fault::DeviceLost { why }));
                if let Err(reason) = examine(&device).await {
                    return refuse(reason);
                }
                run_worker(Engine {
                    name: "webgpu",
                    device_name: setup.adapter.get_info().name,
                    device,
                    kind: Kind::Doubted,
                })
                .await;
            }
            Err(error) => refuse(Fault::NoWebGpu {
                why: error.to_string(),
            }),
        }
    });
}

/// The page ends a worker that says so.
fn refuse(reason: Fault) {
    post(&Event::Failed { reason });
}

/// What the device could not do, in a sentence for people.
fn why_refused(error: &str) -> Fault {
    // In their first line; the rest is for programmers.
    let why = error.lines().next().unwrap_or_default().to_string();
    match error.to_lowercase().contains("memory") {
        true => Fault::DeviceFull { why },
        false => Fault::DeviceRefused { why },
    }
}
