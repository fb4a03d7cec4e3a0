/// Training with settings that show something.
pub struct Preset {
    /// Unique among all stops.
    pub slug: &'static str,
    pub title: &'static str,
    /// What to watch.
    pub text: &'static str,
    /// The run's settings, as the address has them.
    pub query: &'static str,
    /// What a recorded run of it ends in, a file beside the page (`scripts/record-presets`).
    pub picture: &'static str,
}

/// All presets. Lessons are elsewhere: they come with a claim that is tested.
pub static PRESETS: &[Preset] = &[
    Preset {
        slug: "algorithm-1",
        title: "Algorithm 1, live",
        text: "The original game on the line: critic and generator take turns. Slow motion takes \
               one iteration apart; k is the slider “Critic steps”.",
        query: "data=gaussian-1d&objective=minimax",
        picture: "pictures/run-algorithm-1.png",
    },
    Preset {
        slug: "vanilla-against-wasserstein",
        title: "Vanilla GAN against WGAN",
        text: "The two columns of the comparison table from one seed: log loss beside Wasserstein \
               loss, Adam beside RMSProp, one critic step beside five, free weights beside clipped.",
        query: "data=ring&compare=minimax,wasserstein",
        picture: "pictures/run-vanilla-against-wasserstein.png",
    },
    Preset {
        slug: "which-is-real",
        title: "Quick test: which one is real?",
        text: "Ten rounds of a digit of the test set against one of the generator that trains in \
               this page. The discriminator plays along.",
        query: "data=mnist&views=quiz",
        picture: "pictures/run-mnist.png",
    },
    Preset {
        slug: "latent-space",
        title: "Vector arithmetic and ways through latent space",
        text: "Average the latents of a few samples, add and subtract; go from one to another \
               straight or on the sphere; move over a pad and along single directions. The \
               generator is a DCGAN that is trained already.",
        query: "data=mnist&weights=mnist-dcgan&views=latent",
        picture: "pictures/run-dcgan.png",
    },
    Preset {
        slug: "write-a-number",
        title: "Write a number",
        text: "A generator that takes labels, trained already: type a number and it writes the \
               digits, in another hand each time.",
        query: "data=mnist&weights=mnist-conditional&views=number",
        picture: "pictures/run-conditional.png",
    },
    Preset {
        slug: "conditional",
        title: "Conditional GAN",
        text: "Both networks are told which digit it is. The wall has a row for each: watch the \
               rows come apart, and “Class accuracy” among the metrics rise.",
        query: "data=mnist&objective=non-saturating&architecture=dcgan&batch=32&conditional=1\
                &views=number,digit-metrics,losses",
        picture: "pictures/run-conditional.png",
    },
    Preset {
        slug: "epochs",
        title: "Epoch 1, 5, 10",
        text: "The same latents while the generator learns: a time line to scrub, and to take \
               away as a strip or as an animation.",
        query: "data=mnist&views=epochs",
        picture: "pictures/run-mnist.png",
    },
    Preset {
        slug: "nearest-neighbour",
        title: "Learnt by heart?",
        text: "The training digits nearest to a generated one, beside how near digits come that \
               were never learnt from.",
        query: "data=mnist&views=nearest",
        picture: "pictures/run-mnist.png",
    },
    Preset {
        slug: "ring-learnt-well",
        title: "A ring learnt well",
        text: "Slow learning rates and an averaged generator: all eight modes, and nine samples in \
               ten of high quality after 20,000 iterations.",
        query: "data=ring&objective=non-saturating&lipschitz=none&critic_lr=0.002\
                &generator_lr=0.0005&ema=1&ema_decay=0.999",
        picture: "pictures/run-ring-learnt-well.png",
    },
    Preset {
        slug: "least-squares",
        title: "LSGAN on digits",
        text: "Squared distance to the labels in place of the logarithm: samples far on the right \
               side of the boundary are pulled back, too.",
        query: "data=mnist&objective=least-squares",
        picture: "pictures/run-least-squares.png",
    },
    Preset {
        slug: "dcgan",
        title: "DCGAN on digits",
        text: "Convolutions in the place of fully connected layers: strokes instead of clouds of \
               pixels, in fewer steps. “Networks” below the pictures draws both.",
        query: "data=mnist&objective=non-saturating&architecture=dcgan&batch=32",
        picture: "architectures/dcgan-dcgan.png",
    },
    Preset {
        slug: "progressive-growing",
        title: "Progressive growing",
        text: "Digits of 7 × 7 first, then 14 × 14 and 28 × 28: each size brings layers to both \
               networks, and α fades them in. The bar above the samples shows where the run is; how \
               long each size lasts is a setting that acts at once.",
        query: "data=mnist&objective=non-saturating&architecture=progressive&batch=32",
        picture: "pictures/run-progressive.png",
    },
    Preset {
        slug: "f-gan",
        title: "f-GAN: KL beside reverse KL",
        text: "Two divergences by their variational bounds, from one seed and under one penalty: \
               does the generator cover or choose?",
        query: "data=ring&compare=f-kl,f-reverse-kl&lipschitz=gradient-penalty&penalty_weight=0.1",
        picture: "pictures/run-f-gan.png",
    },
    Preset {
        slug: "mmd-gan",
        title: "MMD-GAN",
        text: "The critic is the witness in the unit ball of a kernel space, on features that are \
               learnt.",
        query: "data=ring&objective=mmd",
        picture: "pictures/run-mmd-gan.png",
    },
    Preset {
        slug: "tv-gan",
        title: "TV-GAN",
        text: "A critic between −1 and 1 estimates the total variation; its flat parts teach \
               nothing, so a gradient penalty keeps it from saturating.",
        query: "data=ring&objective=tv&lipschitz=gradient-penalty&penalty_weight=0.1",
        picture: "pictures/run-tv-gan.png",
    },
    Preset {
        slug: "sobolev-gan",
        title: "Sobolev-GAN",
        text: "The critic's mean squared slope is held at one, by an augmented Lagrangian.",
        query: "data=ring&objective=sobolev",
        picture: "pictures/run-sobolev-gan.png",
    },
    Preset {
        slug: "stein-gan",
        title: "Stein-GAN",
        text: "Where the score of the data is known, Stein's operator makes a critic that needs no \
               real samples.",
        query: "data=ring&objective=stein",
        picture: "pictures/run-stein-gan.png",
    },
    Preset {
        slug: "gradient-penalty",
        title: "WGAN-GP beside clipping",
        text: "The same Wasserstein game on a swiss roll: clipped weights beside a penalty on the \
               critic's slope.",
        query: "data=swiss-roll&objective=wasserstein&lipschitz=clip&b.lipschitz=gradient-penalty",
        picture: "pictures/run-gradient-penalty.png",
    },
    Preset {
        slug: "spectral-norm",
        title: "Spectral norm beside clipping",
        text: "Each layer divided by its largest singular value: an upper bound of the Lipschitz \
               constant that needs no second gradient.",
        query: "data=ring&objective=wasserstein&lipschitz=clip&b.lipschitz=spectral-norm",
        picture: "pictures/run-spectral-norm.png",
    },
    Preset {
        slug: "label-smoothing",
        title: "One-sided label smoothing",
        text: "Real samples are labelled 0.9: the discriminator is kept from being too sure. \
               Without, and with.",
        query: "data=ring&objective=non-saturating&b.label_smoothing=1",
        picture: "pictures/run-label-smoothing.png",
    },
    Preset {
        slug: "feature-matching",
        title: "Feature matching",
        text: "The generator matches the mean of a hidden layer in place of fooling the output. \
               Without, and with.",
        query: "data=ring&objective=non-saturating&b.feature_matching=1",
        picture: "pictures/run-feature-matching.png",
    },
    Preset {
        slug: "minibatch-discrimination",
        title: "Minibatch discrimination",
        text: "The critic compares the samples of a batch with each other, so that a collapsed \
               generator is found out. Without, and with.",
        query: "data=ring&objective=non-saturating&b.minibatch_discrimination=1",
        picture: "pictures/run-minibatch-discrimination.png",
    },
    Preset {
        slug: "minibatch-std",
        title: "Minibatch standard deviation",
        text: "The simplified form that progressive growing uses: how much a batch varies is one \
               more feature. Without, and with.",
        query: "data=ring&objective=non-saturating&b.minibatch_std=1",
        picture: "pictures/run-minibatch-std.png",
    },
    Preset {
        slug: "historical-averaging",
        title: "Historical averaging",
        text: "A penalty on the distance from the mean of all past weights damps the circling. \
               Without, and with.",
        query: "data=ring&objective=non-saturating&b.historical_averaging=1",
        picture: "pictures/run-historical-averaging.png",
    },
    Preset {
        slug: "virtual-batch-norm",
        title: "Virtual batch normalisation",
        text: "The generator's layers are normalised by one fixed reference batch, so that samples \
               do not depend on their neighbours. Without, and with.",
        query: "data=ring&objective=non-saturating&b.virtual_batch_norm=1",
        picture: "pictures/run-virtual-batch-norm.png",
    },
];
