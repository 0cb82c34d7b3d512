// A clock that a test sets, for a Kith of its own: Debian's faketime, which knows nothing of sanitizers.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const library = '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1';

export class Clock {
    constructor() {
        if (!existsSync(library))
            throw new Error('Debian’s package faketime is not installed: scripts/test installs it.');
        this.folder = mkdtempSync(path.join(tmpdir(), 'kith-clock-'));
        this.file = path.join(this.folder, 'offset');
        this.advance = 0;
        this.set(0);
    }

    // So many seconds after the true time.
    set(seconds) {
        this.advance = seconds;
        writeFileSync(this.file, `+${seconds.toFixed(3)}\n`);
    }

    // What Kith.start runs Kith under.
    get under() {
        return ['env', `LD_PRELOAD=${library}`, `FAKETIME_TIMESTAMP_FILE=${this.file}`, 'FAKETIME_NO_CACHE=1', 'FAKETIME_DONT_FAKE_MONOTONIC=1'];
    }

    remove() {
        rmSync(this.folder, { recursive: true, force: true });
    }
}
