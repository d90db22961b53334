// As error monitors and session recorders do: everything global becomes theirs, and mostly behaves as before.
(() => {
  const seen = (window.monitorSaw = {});
  const note = (name) => (seen[name] = (seen[name] ?? 0) + 1);

  for (const name of ['parse', 'stringify']) {
    const native = JSON[name];
    JSON[name] = (...given) => (note(`JSON.${name}`), native.apply(JSON, given));
  }
  const NativePromise = Promise;
  window.Promise = class Promise extends NativePromise {
    constructor(executor) {
      super(executor);
      note('Promise');
    }
  };
  const NativeChannel = MessageChannel;
  window.MessageChannel = function MessageChannel() {
    note('MessageChannel');
    return new NativeChannel();
  };
  for (const name of ['fetch', 'setTimeout', 'requestAnimationFrame', 'matchMedia']) {
    const native = window[name];
    window[name] = (...given) => (note(name), native.apply(window, given));
  }
  const add = EventTarget.prototype.addEventListener;
  const remove = EventTarget.prototype.removeEventListener;
  const wrapped = new WeakMap();
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    if (typeof listener !== 'function') return add.call(this, type, listener, options);
    note('addEventListener');
    if (!wrapped.has(listener)) {
      wrapped.set(listener, function (event) {
        return listener.call(this, event);
      });
    }
    return add.call(this, type, wrapped.get(listener), options);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    return remove.call(this, type, wrapped.get(listener) ?? listener, options);
  };
})();
