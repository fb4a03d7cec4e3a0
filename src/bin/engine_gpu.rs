//! The engine on WebGPU: Burn's wgpu backend, in a dedicated worker.

use burn::tensor::Device;
use gan_playground::engine::{Engine, post, prepare, run_worker};
use gan_playground::fault::Fault;
use gan_playground::protocol::Event;

/// Kernels per submission. A small network's iteration is some dozens of kernels: fewer
/// submissions than Burn's default of 32 makes, yet short enough to start early.
const TASKS: usize = 128;

fn main() {
    prepare();
    wasm_bindgen_futures::spawn_local(async {
        let options = Device::wgpu_options().tasks_max(TASKS);
        match options.init_with_setup_async().await {
            Ok((device, setup)) => {
                run_worker(Engine {
                    name: "webgpu",
                    device_name: setup.adapter.get_info().name,
                    device,
                })
                .await;
            }
            Err(error) => post(&Event::Failed {
                reason: Fault::NoWebGpu {
                    why: error.to_string(),
                },
            }),
        }
    });
}
