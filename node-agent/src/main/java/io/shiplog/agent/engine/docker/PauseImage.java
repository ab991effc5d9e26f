package io.shiplog.agent.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.transport.DockerHttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The image of sandboxes. It needs no registry: the agent imports it, a tar of one file, when the engine lacks it. */
final class PauseImage {
    static final String REPOSITORY = "shiplog/pause";
    static final String TAG = "1";
    static final String REFERENCE = REPOSITORY + ":" + TAG;
    static final String PROGRAM = "/pause";

    private static final int BLOCK = 512;

    private PauseImage() {}

    /** Makes sure that {@code client}'s engine has the image. Several agents may do so at once. */
    static void ensure(DockerClient client, DockerHttpClient http, String architecture) {
        try {
            client.inspectImageCmd(REFERENCE).exec();
        } catch (NotFoundException absent) {
            ImageImport.importRoot(http, REPOSITORY, TAG, tar(PauseProgram.elf(architecture)));
        }
    }

    /** A ustar archive of the one executable file {@code pause}, dated 1970 so that the image is always the same. */
    static byte[] tar(byte[] program) {
        int padded = (program.length + BLOCK - 1) / BLOCK * BLOCK;
        byte[] archive = new byte[BLOCK + padded + 2 * BLOCK];
        put(archive, 0, "pause");
        put(archive, 100, "0000755");
        put(archive, 108, "0000000");
        put(archive, 116, "0000000");
        put(archive, 124, String.format("%011o", program.length));
        put(archive, 136, "00000000000");
        Arrays.fill(archive, 148, 156, (byte) ' ');
        archive[156] = '0';
        put(archive, 257, "ustar");
        put(archive, 263, "00");
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += archive[i] & 0xff;
        }
        put(archive, 148, String.format("%06o", sum));
        archive[154] = 0;
        System.arraycopy(program, 0, archive, BLOCK, program.length);
        return archive;
    }

    private static void put(byte[] archive, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, archive, at, bytes.length);
    }
}
