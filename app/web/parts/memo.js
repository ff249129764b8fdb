/** A component that is drawn again only when a property is another value (or a signal it reads has changed). */
import { Component, createElement } from "preact";

/** @param {(props: object) => unknown} draw */
export function memo(draw) {
  return class Memo extends Component {
    shouldComponentUpdate(next) {
      const names = Object.keys(next);
      return names.length !== Object.keys(this.props).length || names.some((name) => next[name] !== this.props[name]);
    }

    render(props) {
      return createElement(draw, props);
    }
  };
}
