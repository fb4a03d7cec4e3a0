//! The engine on the CPU: Burn's Flex backend with SIMD, in a dedicated worker.

use burn::tensor::Device;
use gan_playground::engine::{Engine, Kind, prepare, run_worker};

fn main() {
    prepare();
    wasm_bindgen_futures::spawn_local(run_worker(Engine {
        name: "cpu",
        device_name: "CPU, SIMD".to_string(),
        device: Device::flex(),
        kind: Kind::Pairing,
    }));
}
