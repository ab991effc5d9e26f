package io.shiplog.resources.kinds.service;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kinds.network.Networking;
import org.jspecify.annotations.Nullable;

/**
 * The addresses and ports that Services get: a range of 65,536 addresses, and 30000 to 32767.
 *
 * @param prefix what the addresses begin with, two numbers and a dot behind each
 */
record ServiceRange(String prefix) {
    static final int FIRST_PORT = 30_000;
    static final int LAST_PORT = 32_767;

    /** The first ports are left to those who choose one (upstream's ServiceNodePortStaticSubrange). */
    static final int FIRST_DYNAMIC_PORT = FIRST_PORT + 86;

    static final GroupResource CIDRS = Networking.SERVICE_RANGES.resource();
    private static final String STANDARD = "10.96.0.0/16";
    private static final int SIZE = 65_536;

    /** The first addresses are left to those who choose one (upstream's ServiceIPStaticSubrange). */
    private static final int FIRST_DYNAMIC = 257;

    /** The cluster's range: that of its first ServiceCIDR, which the API server creates before any Service. */
    static ServiceRange of(View view) {
        StoredObject cidr = view.get(CIDRS, ObjectKey.cluster("kubernetes"));
        String text = cidr == null
                ? STANDARD
                : Trees.of(cidr).path("spec").path("cidrs").path(0).asString(STANDARD);
        return parse(text.matches("\\d+\\.\\d+\\.0\\.0/16") ? text : STANDARD);
    }

    private static ServiceRange parse(String cidr) {
        return new ServiceRange(cidr.substring(0, cidr.length() - "0.0/16".length()));
    }

    /** How many addresses are given to Services that do not choose. */
    static int dynamicAddresses() {
        return SIZE - 1 - FIRST_DYNAMIC;
    }

    /** The dynamic address of an index from 0. */
    String dynamicAddress(int index) {
        int offset = FIRST_DYNAMIC + index;
        return prefix + (offset >> 8) + "." + (offset & 0xff);
    }

    /** Why a chosen address cannot be had, null when it lies in the range. */
    @Nullable
    String addressProblem(String address) {
        String[] parts = address.split("\\.", -1);
        boolean ipv4 = parts.length == 4;
        int offset = 0;
        for (int i = 0; ipv4 && i < 4; i++) {
            ipv4 = parts[i].matches("0|[1-9]\\d{0,2}") && Integer.parseInt(parts[i]) < 256;
            offset = ipv4 ? (offset << 8 | Integer.parseInt(parts[i])) & 0xffff : 0;
        }
        if (!ipv4) {
            return "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
        }
        boolean inRange = address.startsWith(prefix) && offset > 0 && offset < SIZE - 1;
        return inRange
                ? null
                : "failed to allocate IP " + address
                        + ": the provided IP (" + address + ") is not in the valid range. The range of valid IPs is"
                        + " " + prefix + "0.0/16";
    }
}
