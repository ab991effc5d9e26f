package io.shiplog.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Looks whether a port can be had before anything is started, so that a refusal comes at once and says what helps. */
public final class ListenPort {
    private ListenPort() {}

    public static boolean isFree(String address, int port) {
        try {
            new ServerSocket(port, 1, InetAddress.getByName(address)).close();
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /**
     * Returns when the port is free.
     *
     * @param remedy what the user can do about it
     * @throws IllegalStateException when nobody can listen there now
     */
    public static void check(String address, int port, String remedy) {
        if (!isFree(address, port)) {
            throw new IllegalStateException(
                    "cannot listen on " + address + ":" + port + ", which is in use or not allowed; " + remedy);
        }
    }
}
