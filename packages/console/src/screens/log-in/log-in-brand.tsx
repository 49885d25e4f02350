/** The picture above a login. */
export function LogInBrand() {
  return <img src={new URL('../../icon.svg', import.meta.url).href} alt="" width="44" height="44" />;
}
