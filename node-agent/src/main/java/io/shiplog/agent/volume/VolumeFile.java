package io.shiplog.agent.volume;

import java.util.Arrays;

/** A file of a volume; {@code mode} are its permission bits. */
record VolumeFile(byte[] content, int mode) {
    @Override
    public boolean equals(Object other) {
        return other instanceof VolumeFile file && file.mode == mode && Arrays.equals(file.content, content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content) * 31 + mode;
    }

    @Override
    public String toString() {
        return "VolumeFile[" + content.length + " bytes, 0" + Integer.toOctalString(mode) + "]";
    }
}
