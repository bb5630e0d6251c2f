/** The numbers that the module knows the optimizers' rules by. */
export enum Rule {
  gradientDescent,
  momentum,
  averagedMomentum,
  nesterovMomentum,
  adagrad,
  adadelta,
  rmsprop,
  rmspropMomentum,
  rmspropCentered,
  rmspropCenteredMomentum,
  adam,
  amsgrad,
  adamw,
  adamax,
  nadam,
  lion,
}
