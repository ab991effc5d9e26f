package io.shiplog.proxy.userspace;

import io.shiplog.proxy.Command;
import java.util.List;

/**
 * Makes this machine treat the service range as addresses of its own (Linux's AnyIP: a route of type local), so that a
 * listener can bind any cluster IP and what containers send there arrives. Needs CAP_NET_ADMIN.
 */
public final class ClusterRange {

    private ClusterRange() {}

    /** Takes the range, such as {@code 10.96.0.0/16}; false where the kernel does not allow it. */
    public static boolean take(String range) {
        return Command.run("", List.of("ip", "route", "replace", "local", range, "dev", "lo"))
                        .exitCode()
                == 0;
    }

    /** Gives the range back. */
    public static void release(String range) {
        Command.run("", List.of("ip", "route", "del", "local", range, "dev", "lo"));
    }
}
