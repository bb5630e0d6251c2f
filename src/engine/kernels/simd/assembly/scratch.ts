// @ts-nocheck: AssemblyScript has types of its own.

// A thread's own region of the memory, at an address that is a constant: V8 checks the bounds of no
// access to a constant address below the memory's initial size, and only accesses without checks
// between them become 256-bit ones. The address is that of thread 0; see ../regions.ts for the others.

const region: usize = 0x200000;

/** [64][16] f32: the right factor of a tile. */
export const panelAt: usize = region;

/** [4][16] or [8][8] f32: the sums of a tile. */
export const tileAt: usize = region + 0x1000;

/** [32 tiles][64][4] f32: left factors. 1 KiB before them may be read. */
export const coefficientsAt: usize = region + 0x2000;

/** What a kernel needs for itself: 8 KiB. */
export const temporaryAt: usize = region + 0xa000;

/** [64][64] bytes: columns of bytes on their way to panels. */
export const stripAt: usize = region + 0xc000;

/** [16 tiles][4][16] or [16 tiles][8][8] f32: the totals of a panel. */
export const totalsAt: usize = region + 0xd000;

/** i32: how far a thread is with its team's barriers. The cells of the team come behind; see ../team.ts. */
export const expectedAt: usize = region + 0xe000;
