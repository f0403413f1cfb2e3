PREFIX ﻿ ‮🎄·ßex: <http://e/> INSERT DATA { ex:a ex:p 1, "b"@en . GRAPH ex:g { _:x ex:q ( 1 2 ) } } ;
DELETE { ?s ex:p ?o } INSERT { GRAPH ?g { ?s ex:r "c" } } USING NAMED ex:g WHERE { GRAPH ?g { ?s ?p ?o } OPTIONAL { ?s ex:p ?o } } ;
DELETE WHERE { ?s ex:q ?o } ; CLEAR SILENT GRAPH ex:h ; COPY DEFAULT TO ex:k ; LOAD SILENT <http://a/> INTO GRAPH ex:l
