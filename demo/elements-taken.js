// The name is taken before the loader comes. A class can be neither removed nor defined again.
customElements.define(
  'klarna-help',
  class extends HTMLElement {
    connectedCallback() {
      this.dataset.shop = 'old widget';
    }
  },
);
