/** Reading objects: the state of a moment, selection, and pages of one snapshot with continue tokens. */
@NullMarked
package io.shiplog.apiserver.read;

import org.jspecify.annotations.NullMarked;
