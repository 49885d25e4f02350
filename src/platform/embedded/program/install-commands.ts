import type { System } from './system.js';

/** The package that has a program, by distribution; `darwin` for Homebrew. */
export type PackageNames = Readonly<
  Record<'debian' | 'fedora' | 'rhel' | 'arch' | 'alpine' | 'suse' | 'darwin', string>
>;

/** Commands, run as root, that install a package. */
const MANAGERS: Readonly<Record<string, { family: keyof PackageNames; command: string }>> = {
  debian: { family: 'debian', command: 'apt-get update && apt-get install -y' },
  ubuntu: { family: 'debian', command: 'apt-get update && apt-get install -y' },
  fedora: { family: 'fedora', command: 'dnf install -y' },
  rhel: { family: 'rhel', command: 'dnf install -y' },
  centos: { family: 'rhel', command: 'dnf install -y' },
  arch: { family: 'arch', command: 'pacman -S --needed' },
  alpine: { family: 'alpine', command: 'apk add' },
  suse: { family: 'suse', command: 'zypper install -y' },
};

/** One command for a known system, otherwise the likely ones. */
export function installCommands({ platform, distributions, isRoot }: System, names: PackageNames): string[] {
  if (platform === 'darwin') return [`brew install ${names.darwin}`];
  if (platform === 'win32')
    return ['wsl --install', '(and run Celeriac inside it: its servers do not run on Windows itself)'];
  const known = distributions.find((name) => Object.hasOwn(MANAGERS, name));
  const likely = known === undefined ? ['debian', 'fedora', 'arch', 'alpine'] : [known];
  return likely
    .flatMap((name) => MANAGERS[name] ?? [])
    .map(({ family, command }) => asRoot(`${command} ${names[family]}`, isRoot));
}

function asRoot(command: string, isRoot: boolean): string {
  return isRoot ? command : command.replaceAll(/(^|&& )/g, '$1sudo ');
}
