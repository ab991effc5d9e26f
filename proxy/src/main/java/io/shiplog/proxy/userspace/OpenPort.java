package io.shiplog.proxy.userspace;

/** An open listening socket of the proxy. Called by one thread. */
interface OpenPort {

    /** New connections follow {@code balancer} from now on. */
    void use(Balancer balancer);

    /** Stops listening; open TCP connections go on. */
    void close();
}
