/** Tests of the API server as a whole. */
package io.shiplog.apiserver;
