package io.shiplog.proxy.userspace;

import io.shiplog.proxy.rules.ServicePort;
import io.vertx.core.Future;

/** An open listening socket of the proxy. Its methods are called on its event loop. */
interface Listener {

    /** Opens the socket; fails when the address cannot be bound. */
    Future<Void> open();

    /** New connections follow {@code port} from now on. */
    void use(ServicePort port);

    /** Stops listening; open TCP connections go on. */
    Future<Void> close();
}
