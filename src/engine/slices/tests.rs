use super::*;
use pollster::block_on;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// A device whose iterations take so long and whose reads take so much longer, and a clock. What it is asked for
/// is done when it is waited for.
#[derive(Clone, Default)]
struct Device {
    clock: Rc<Cell<f64>>,
    /// When it will have done all that it was asked, and how long it stood still until then.
    busy: Rc<Cell<f64>>,
    idle: Rc<Cell<f64>>,
    /// Slices by number, as their ends were waited for.
    waited: Rc<RefCell<Vec<usize>>>,
    asked: Rc<Cell<usize>>,
    read: f64,
    /// What it takes to ask for an iteration, in parts of what it takes.
    asking: f64,
}

impl Device {
    fn new(read: f64) -> (Self, Slices) {
        let slices = Slices {
            read: Some(read),
            ..Slices::default()
        };
        let device = Device {
            read,
            ..Device::default()
        };
        (device, slices)
    }

    fn now(&self) -> f64 {
        self.clock.get()
    }

    fn spend(&self, milliseconds: f64) {
        self.clock.set(self.now() + milliseconds);
    }

    fn ask(&self, steps: u32, iteration: f64) -> Slice {
        let since = self.now();
        let begins = self.busy.get().max(since);
        self.idle.set(self.idle.get() + begins - self.busy.get());
        self.busy.set(begins + f64::from(steps) * iteration);
        self.spend(f64::from(steps) * iteration * self.asking);
        Slice {
            steps,
            since,
            asking: self.now() - since,
            end: self.end(),
        }
    }

    fn end(&self) -> Done {
        let (device, number) = (self.clone(), self.asked.get());
        self.asked.set(number + 1);
        let ends = self.busy.get() + self.read;
        let mut looked = false;
        Box::pin(std::future::poll_fn(move |_| {
            if !std::mem::replace(&mut looked, true) {
                return Poll::Pending;
            }
            device.clock.set(device.now().max(ends));
            device.waited.borrow_mut().push(number);
            Poll::Ready(Ok(()))
        }))
    }

    /// So many slices of a run.
    fn train(&self, slices: &mut Slices, count: usize, iteration: f64) {
        for _ in 0..count {
            let slice = self.ask(slices.steps(), iteration);
            block_on(slices.follow(slice, &|| self.now())).unwrap();
        }
    }
}

#[test]
fn a_device_is_one_slice_behind_and_each_end_is_waited_for() {
    let (device, mut slices) = Device::new(1.0);
    device.train(&mut slices, 10, 1.0);
    assert_eq!(*device.waited.borrow(), Vec::from_iter(0..9));
    assert!(slices.are_behind());
    block_on(slices.catch_up(&|| device.now())).unwrap();
    assert_eq!(*device.waited.borrow(), Vec::from_iter(0..10));
}

#[test]
fn another_run_waits_for_the_end_of_the_one_before() {
    let (device, mut slices) = Device::new(1.0);
    device.train(&mut slices, 10, 1.0);
    block_on(slices.restart());
    assert_eq!(*device.waited.borrow(), Vec::from_iter(0..10));
    assert!(slices.steps() == 1 && !slices.are_new() && !slices.are_behind());
}

#[test]
fn a_device_does_not_stand_still_while_it_is_read() {
    for read in [0.1, 2.5, 5.0, 20.0, LONG / READS] {
        for iteration in [0.1, 1.0, 10.0] {
            let (device, mut slices) = Device::new(read);
            device.train(&mut slices, 20, iteration);
            let (idle, since) = (device.idle.get(), device.now());
            device.train(&mut slices, 20, iteration);
            let idle = device.idle.get() - idle;
            let part = idle / (device.now() - since);
            assert!(part < 0.01, "{part}: reads of {read} ms, {iteration} ms");
        }
    }
}

#[test]
fn slices_keep_a_length_which_is_longer_where_reads_take_long() {
    for (read, aim) in [(0.1, 12.0), (2.5, 12.0), (10.0, 20.0), (100.0, 50.0)] {
        for iteration in [0.7, 1.0, 1.3] {
            let (device, mut slices) = Device::new(f64::min(read, LONG));
            device.train(&mut slices, 20, iteration);
            let steps = slices.steps();
            let took = f64::from(steps) * iteration;
            let within = 0.5 * aim..=1.5 * aim;
            assert!(within.contains(&took), "{took} ms, reads of {read} ms");
            for _ in 0..20 {
                device.train(&mut slices, 1, iteration);
                assert_eq!(slices.steps(), steps, "reads of {read} ms");
            }
        }
    }
}

#[test]
fn a_device_that_is_slower_to_ask_than_to_work_is_as_slow_as_that() {
    let (mut device, mut slices) = Device::new(2.0);
    device.asking = 2.0;
    device.train(&mut slices, 40, 1.0);
    assert!((slices.longer() - 1.0).abs() < 0.01, "{}", slices.longer());
    device.asking = 0.25;
    device.train(&mut slices, 80, 1.0);
    assert!((slices.longer() - 4.0).abs() < 0.1, "{}", slices.longer());
}

#[test]
fn slow_iterations_are_waited_for_one_by_one() {
    let (device, mut slices) = Device::new(2.0);
    for _ in 0..10 {
        device.train(&mut slices, 1, 500.0);
        assert!(!slices.are_behind(), "Pause would wait for two");
    }
    assert_eq!(slices.steps(), 1);
}
