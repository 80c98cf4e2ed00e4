#if NET9_0_OR_GREATER
global using TreeLock = System.Threading.Lock;
#else
global using TreeLock = System.Object;
#endif
