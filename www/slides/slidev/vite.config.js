// <gan-widget> is an element of the browser's, not a Vue component.
export default {
  slidev: {
    vue: { template: { compilerOptions: { isCustomElement: (tag) => tag === 'gan-widget' } } },
  },
};
