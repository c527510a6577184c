/** Somebody closed the dialog instead of stepping up: the act was not run, and that needs no words. */
export class StepUpCancelled extends Error {
  constructor() {
    super('The step-up was cancelled.');
    this.name = 'StepUpCancelled';
  }
}
