/* Complex arithmetic, which Wine 8's ucrtbase names but does not have; numpy asks for it while it is imported. COMPLEX lists what a
   function of one argument has for double and float alike. */
#include <complex.h>
#include <stdlib.h>

#define COMPLEX(name) \
    double complex ours_##name(double complex z) { return name(z); } \
    float complex ours_##name##f(float complex z) { return name##f(z); }

COMPLEX(catan)
COMPLEX(ccos)
COMPLEX(ccosh)
COMPLEX(cexp)
COMPLEX(clog)
COMPLEX(csin)
COMPLEX(csinh)
COMPLEX(csqrt)
COMPLEX(ctan)
COMPLEX(ctanh)
COMPLEX(cacos)
COMPLEX(cacosh)
COMPLEX(casin)
COMPLEX(casinh)
COMPLEX(catanh)
COMPLEX(conj)

double complex ours_cpow(double complex base, double complex power) { return cpow(base, power); }
float complex ours_cpowf(float complex base, float complex power) { return cpowf(base, power); }
double ours_cabs(double complex z) { return cabs(z); }
float ours_cabsf(float complex z) { return cabsf(z); }
double ours_carg(double complex z) { return carg(z); }
float ours_cargf(float complex z) { return cargf(z); }
double ours_creal(double complex z) { return creal(z); }
float ours_crealf(float complex z) { return crealf(z); }
double ours_cimag(double complex z) { return cimag(z); }
float ours_cimagf(float complex z) { return cimagf(z); }
void ours_invoke_watson(void) { abort(); }
