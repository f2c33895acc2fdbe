import type { JSX } from 'preact';

/** A picture in the theme of its reader; `path` may have a query. It scrolls in its own frame, with the keyboard too. */
export function PictureView({ path, alt }: { path: string; alt: string }): JSX.Element {
  const dark = `${path}${path.includes('?') ? '&' : '?'}theme=dark`;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
    <section class="picture" tabIndex={0} aria-label="Picture">
      <picture>
        <source media="(prefers-color-scheme: dark)" srcset={dark} />
        <img src={path} alt={alt} loading="lazy" />
      </picture>
    </section>
  );
}
