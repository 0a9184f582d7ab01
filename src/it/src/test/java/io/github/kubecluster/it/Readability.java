package io.github.kubecluster.it;

/** Scripts that look in a page for what users cannot read. Each returns the texts that it finds fault with. */
final class Readability {
    /** Texts whose contrast is below 4.5 : 1 (WCAG 2.1, 1.4.3), but for those of controls that cannot be used. */
    static final String SCRIPT = """
        root => {
          const channels = text => (text.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
          const light = colour => {
            const [r, g, b] = colour.map(c => c / 255).map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const behind = element => {
            for (let e = element; e; e = e.parentElement) {
              const colour = channels(getComputedStyle(e).backgroundColor);
              if (colour.length < 4 || colour[3] > 0.5) return colour.slice(0, 3);
            }
            return [255, 255, 255];
          };
          const faults = [];
          for (const output of root.querySelectorAll('.widget-box')) {
            const walk = document.createTreeWalker(output, NodeFilter.SHOW_TEXT);
            for (let node; (node = walk.nextNode()); ) {
              const parent = node.parentElement;
              if (!node.data.trim() || !parent.checkVisibility() || parent.closest('[disabled]')) continue;
              const a = light(channels(getComputedStyle(parent).color).slice(0, 3)), b = light(behind(parent));
              const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
              if (contrast < 4.5) faults.push(node.data.trim() + ': ' + contrast.toFixed(2));
            }
          }
          return faults;
        }\
        """;

    /** Parts that stick out of the output, unless they can be scrolled to. */
    static final String OVERFLOW = """
        root => {
          const faults = [];
          const output = root.querySelector('.jp-OutputArea-output');
          const edge = output.getBoundingClientRect().right + 1;
          for (const part of output.querySelectorAll('*')) {
            if (!part.checkVisibility() || part.getBoundingClientRect().right <= edge) continue;
            let scrolled = false;
            for (let e = part.parentElement; e && e !== output; e = e.parentElement) {
              scrolled ||= ['auto', 'scroll', 'hidden'].includes(getComputedStyle(e).overflowX);
            }
            if (!scrolled) faults.push(part.tagName + '.' + part.className + ' ' + (part.textContent || '').slice(0, 40));
          }
          return faults;
        }\
        """;

    private Readability() {}
}
