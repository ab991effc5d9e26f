package io.shiplog.agent.engine.docker;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A static Linux program that waits for ever and does nothing else, as the bytes of an ELF file: 64-byte header, one
 * program header, a few instructions. It is what holds a pod's namespaces open.
 */
final class PauseProgram {
    private static final int HEADER_BYTES = 64;
    private static final int PROGRAM_HEADER_BYTES = 56;
    private static final long LOAD_ADDRESS = 0x400000;

    /** {@code mov eax, 34 (pause); syscall; jmp start}. */
    private static final byte[] AMD64 = {(byte) 0xb8, 34, 0, 0, 0, 0x0f, 0x05, (byte) 0xeb, (byte) 0xf7};

    /**
     * {@code x0..x4 = 0; x8 = 73 (ppoll without descriptors or time limit); svc 0; b start}: arm64 has no pause call.
     */
    private static final int[] ARM64 = {
        0xd2800000, 0xd2800001, 0xd2800002, 0xd2800003, 0xd2800004, 0xd2800928, 0xd4000001, 0x17fffff9
    };

    private PauseProgram() {}

    /**
     * The program for an architecture.
     *
     * @param architecture {@code amd64} or {@code arm64}, as Go and container images call them
     * @throws IllegalArgumentException for another one
     */
    static byte[] elf(String architecture) {
        return switch (architecture) {
            case "amd64" -> elf((short) 62, AMD64);
            case "arm64" -> elf((short) 183, littleEndian(ARM64));
            default -> throw new IllegalArgumentException("no pause program for " + architecture);
        };
    }

    private static byte[] elf(short machine, byte[] code) {
        int start = HEADER_BYTES + PROGRAM_HEADER_BYTES;
        int size = start + code.length;
        ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        file.putShort((short) 2).putShort(machine).putInt(1);
        file.putLong(LOAD_ADDRESS + start).putLong(HEADER_BYTES).putLong(0);
        file.putInt(0)
                .putShort((short) HEADER_BYTES)
                .putShort((short) PROGRAM_HEADER_BYTES)
                .putShort((short) 1);
        file.putShort((short) 64).putShort((short) 0).putShort((short) 0);
        // One segment: the whole file, readable and executable.
        file.putInt(1).putInt(5).putLong(0).putLong(LOAD_ADDRESS).putLong(LOAD_ADDRESS);
        file.putLong(size).putLong(size).putLong(0x1000);
        file.put(code);
        return file.array();
    }

    private static byte[] littleEndian(int[] words) {
        ByteBuffer bytes = ByteBuffer.allocate(words.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int word : words) {
            bytes.putInt(word);
        }
        return bytes.array();
    }
}
