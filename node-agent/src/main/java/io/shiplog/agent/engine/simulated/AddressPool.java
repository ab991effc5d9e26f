package io.shiplog.agent.engine.simulated;

import io.shiplog.agent.engine.EngineException;
import java.util.BitSet;

/**
 * The addresses of an IPv4 network, given out in rising order and then from the start again, so that the same sequence
 * of calls gives the same addresses and a freed one is not used again at once. The first two and the last address stay
 * free.
 */
final class AddressPool {
    private final int base;
    private final int size;
    private final BitSet taken = new BitSet();
    private int next = 2;

    AddressPool(String cidr) {
        int slash = cidr.indexOf('/');
        int bits = Integer.parseInt(cidr.substring(slash + 1));
        if (bits < 8 || bits > 29) {
            throw new IllegalArgumentException("a network for sandboxes has 8 to 29 prefix bits: " + cidr);
        }
        size = 1 << (32 - bits);
        base = number(cidr.substring(0, slash)) & -size;
    }

    synchronized String take() {
        int at = taken.nextClearBit(next);
        if (at >= size - 1) {
            at = taken.nextClearBit(2);
        }
        if (at >= size - 1) {
            throw new EngineException(EngineException.Kind.REFUSED, "no address is free in the simulated network");
        }
        taken.set(at);
        next = at + 1;
        return text(base + at);
    }

    synchronized void free(String address) {
        taken.clear(number(address) - base);
    }

    private static int number(String address) {
        int result = 0;
        for (String part : address.split("\\.", -1)) {
            result = result << 8 | Integer.parseInt(part);
        }
        return result;
    }

    private static String text(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "." + (address & 255);
    }
}
