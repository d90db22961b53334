// As the polyfill for scoped registries does it: our own `define`, which keeps a list, and calls the browser's later.
(() => {
  const native = customElements.define.bind(customElements);
  const names = (window.definedElements = []);
  customElements.define = (name, constructor, options) => {
    names.push(name);
    native(name, class extends constructor {}, options);
  };
})();
