BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
CREATE TABLE artifacts (
	id VARCHAR NOT NULL, 
	job_id VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	filename VARCHAR NOT NULL, 
	media_type VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	suffix VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	created_ms BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "artifacts" VALUES('7b222d61-0aa0-5a25-a42d-ba22aee37808','fdebca8f-85d6-46f3-8ec4-972a31613a19','fetch','source','talk-8.00-f84f2da1.mp4','video/mp4','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','.mp4',201315,1795662813700);
INSERT INTO "artifacts" VALUES('7ed618cc-e91c-535b-9031-b28d56693274','11e4f734-dc17-4e02-85fd-d6b07550b72c','fetch','source','silent-94500712.mp4','video/mp4','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','.mp4',69966,1795662813727);
INSERT INTO "artifacts" VALUES('5ed342bf-b22e-5fa5-b7b0-8ca71cee9b60','fdebca8f-85d6-46f3-8ec4-972a31613a19','audio','audio','talk-8.00-f84f2da1.mp3','audio/mpeg','b1b5a7dd5ce807b0539b7bf6296361e83d67c7863609d07681647ee5c99ec34e','.mp3',258122,1795662816114);
INSERT INTO "artifacts" VALUES('11898bf9-11de-5a78-ae9f-7a2de1ab30c7','fdebca8f-85d6-46f3-8ec4-972a31613a19','audio','waveform','talk-8.00-f84f2da1 waveform.json','application/json','bc535e85ee2fe0f1b2ee5f1f493dc08bec178de6370f0dd93ddb59406e5ab0a2','.json',1145,1795662816114);
INSERT INTO "artifacts" VALUES('38a02acf-7104-56a2-8829-f65e495dcdaa','fdebca8f-85d6-46f3-8ec4-972a31613a19','scenes','poster','talk-8.00-f84f2da1 poster.jpg','image/jpeg','7744e53db5335f7c9815bea633cf7a0e2e29ad8beeb57ef7fd9b035679b3a79c','.jpg',11514,1795662817409);
INSERT INTO "artifacts" VALUES('ade83701-763d-5f39-b526-0042cab428f0','fdebca8f-85d6-46f3-8ec4-972a31613a19','scenes','sprite','talk-8.00-f84f2da1 storyboard.jpg','image/jpeg','04917d2cbeddb719c0f9e8127d088ed711c0604eed77fa5f8f773e782c87e83b','.jpg',16225,1795662817409);
INSERT INTO "artifacts" VALUES('d8021b64-b659-5c9e-a91f-4804a7a37301','fdebca8f-85d6-46f3-8ec4-972a31613a19','transcribe','transcript','talk-8.00-f84f2da1.srt','application/x-subrip','fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97','.srt',214,1795662818747);
INSERT INTO "artifacts" VALUES('472abb34-312f-51e3-8904-82c47f60b6ba','fdebca8f-85d6-46f3-8ec4-972a31613a19','transcribe','transcript','talk-8.00-f84f2da1.vtt','text/vtt','7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6','.vtt',216,1795662818747);
INSERT INTO "artifacts" VALUES('1482dcec-4607-5aa2-a90c-11cf7f7ec149','fdebca8f-85d6-46f3-8ec4-972a31613a19','transcribe','transcript','talk-8.00-f84f2da1.txt','text/plain','a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19','.txt',115,1795662818747);
INSERT INTO "artifacts" VALUES('338db5f8-36fc-5fef-8cc7-875b1b130538','fdebca8f-85d6-46f3-8ec4-972a31613a19','clips','clip','talk-8.00-f84f2da1 clip 1.mp4','video/mp4','28f42b6df40b0cda7a3531dc5e4977720f74733aee6995d02d1fe4283b277fe8','.mp4',187696,1795662820161);
INSERT INTO "artifacts" VALUES('fc6909bf-6909-5276-a86a-4456f696337c','fdebca8f-85d6-46f3-8ec4-972a31613a19','clips','clip_thumbnail','talk-8.00-f84f2da1 clip 1.jpg','image/jpeg','4d67036e7514ebdea9a4db5404fcb3ee158138859e0182aa97c5850fcd251615','.jpg',12596,1795662820161);
CREATE TABLE events (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	job_id VARCHAR NOT NULL, 
	seq INTEGER NOT NULL, 
	type VARCHAR NOT NULL, 
	ts_ms BIGINT NOT NULL, 
	data JSON NOT NULL, 
	CONSTRAINT uq_events_job_seq UNIQUE (job_id, seq)
);
INSERT INTO "events" VALUES(1,'fdebca8f-85d6-46f3-8ec4-972a31613a19',1,'job_update',1795662812455,'{"status": "queued", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null}');
INSERT INTO "events" VALUES(2,'fdebca8f-85d6-46f3-8ec4-972a31613a19',2,'job_update',1795662812466,'{"status": "processing", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 1, "error": null, "cause": "claim"}');
INSERT INTO "events" VALUES(3,'11e4f734-dc17-4e02-85fd-d6b07550b72c',1,'job_update',1795662812466,'{"status": "queued", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null}');
INSERT INTO "events" VALUES(4,'11e4f734-dc17-4e02-85fd-d6b07550b72c',2,'job_update',1795662812514,'{"status": "processing", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 1, "error": null, "cause": "claim"}');
INSERT INTO "events" VALUES(5,'11e4f734-dc17-4e02-85fd-d6b07550b72c',3,'job_update',1795662812631,'{"status": "processing", "progress": 0.0, "stage": "fetch", "eta_seconds": 3.6, "attempt": 1, "error": null, "stage_status": "running", "waited_seconds": 0.094}');
INSERT INTO "events" VALUES(6,'fdebca8f-85d6-46f3-8ec4-972a31613a19',3,'job_update',1795662812876,'{"status": "processing", "progress": 0.0, "stage": "fetch", "eta_seconds": 12.4, "attempt": 1, "error": null, "stage_status": "running", "waited_seconds": 0.042}');
INSERT INTO "events" VALUES(7,'fdebca8f-85d6-46f3-8ec4-972a31613a19',4,'job_update',1795662813700,'{"status": "processing", "progress": 23.1, "stage": "fetch", "eta_seconds": 8.8, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 1.014, "waited_seconds": 0.042}');
INSERT INTO "events" VALUES(8,'fdebca8f-85d6-46f3-8ec4-972a31613a19',5,'job_update',1795662813721,'{"status": "processing", "progress": 23.1, "stage": "speech", "eta_seconds": 8.8, "attempt": 1, "error": null, "stage_status": "running", "waited_seconds": 0.001}');
INSERT INTO "events" VALUES(9,'11e4f734-dc17-4e02-85fd-d6b07550b72c',4,'job_update',1795662813727,'{"status": "processing", "progress": 85.6, "stage": "fetch", "eta_seconds": 3.6, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 1.087, "waited_seconds": 0.094}');
INSERT INTO "events" VALUES(10,'fdebca8f-85d6-46f3-8ec4-972a31613a19',6,'log',1795662814238,'{"level": "info", "message": "speech audio extracted", "stage": "speech", "duration_s": 8.0, "expected_s": 8.08}');
INSERT INTO "events" VALUES(11,'fdebca8f-85d6-46f3-8ec4-972a31613a19',7,'job_update',1795662814787,'{"status": "processing", "progress": 23.1, "stage": "audio", "eta_seconds": 6.2, "attempt": 1, "error": null, "stage_status": "running", "waited_seconds": 1.045}');
INSERT INTO "events" VALUES(12,'fdebca8f-85d6-46f3-8ec4-972a31613a19',8,'job_update',1795662814800,'{"status": "processing", "progress": 23.1, "stage": "speech", "eta_seconds": 6.2, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 1.039, "waited_seconds": 0.001}');
INSERT INTO "events" VALUES(13,'fdebca8f-85d6-46f3-8ec4-972a31613a19',9,'job_update',1795662814855,'{"status": "processing", "progress": 23.1, "stage": "transcribe", "eta_seconds": 6.1, "attempt": 1, "error": null, "stage_status": "running", "waited_seconds": 0.012}');
INSERT INTO "events" VALUES(14,'fdebca8f-85d6-46f3-8ec4-972a31613a19',10,'log',1795662815764,'{"level": "info", "message": "audio extracted", "stage": "audio", "format": "mp3", "quality": "high", "duration_s": 8.04}');
INSERT INTO "events" VALUES(15,'fdebca8f-85d6-46f3-8ec4-972a31613a19',11,'log',1795662815829,'{"level": "info", "message": "Loading the whisper model demo", "stage": "transcribe", "device": "cpu"}');
INSERT INTO "events" VALUES(16,'fdebca8f-85d6-46f3-8ec4-972a31613a19',12,'job_update',1795662816027,'{"status": "processing", "progress": 23.1, "stage": "scenes", "eta_seconds": 6.2, "attempt": 1, "error": null, "stage_status": "running", "waited_seconds": 2.29}');
INSERT INTO "events" VALUES(17,'fdebca8f-85d6-46f3-8ec4-972a31613a19',13,'job_update',1795662816114,'{"status": "processing", "progress": 23.1, "stage": "audio", "eta_seconds": 6.1, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 1.247, "waited_seconds": 1.045}');
INSERT INTO "events" VALUES(18,'fdebca8f-85d6-46f3-8ec4-972a31613a19',14,'log',1795662816627,'{"level": "info", "message": "Transcribing with demo, batched", "stage": "transcribe", "language": "en", "probability": 1.0}');
INSERT INTO "events" VALUES(19,'fdebca8f-85d6-46f3-8ec4-972a31613a19',15,'log',1795662817360,'{"level": "info", "message": "scenes found", "stage": "scenes", "cuts": 0, "focus_points": 17}');
INSERT INTO "events" VALUES(20,'fdebca8f-85d6-46f3-8ec4-972a31613a19',16,'job_update',1795662817409,'{"status": "processing", "progress": 29.3, "stage": "scenes", "eta_seconds": 6.1, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 1.376, "waited_seconds": 2.29}');
INSERT INTO "events" VALUES(21,'11e4f734-dc17-4e02-85fd-d6b07550b72c',5,'job_update',1795662817425,'{"status": "processing", "progress": 85.6, "stage": "audio", "eta_seconds": 2.7, "attempt": 1, "error": null, "stage_status": "running", "waited_seconds": 3.672}');
INSERT INTO "events" VALUES(22,'11e4f734-dc17-4e02-85fd-d6b07550b72c',6,'error',1795662818141,'{"code": "no_audio", "message": "The source has no audio track, so there is none to extract.", "stage": "audio", "retryable": false}');
INSERT INTO "events" VALUES(23,'11e4f734-dc17-4e02-85fd-d6b07550b72c',7,'job_update',1795662818141,'{"status": "failed", "progress": 85.6, "stage": null, "eta_seconds": null, "attempt": 1, "error": {"code": "no_audio", "message": "The source has no audio track, so there is none to extract.", "stage": "audio", "retryable": false}, "cause": "fail"}');
INSERT INTO "events" VALUES(24,'fdebca8f-85d6-46f3-8ec4-972a31613a19',17,'transcript_segment',1795662818732,'{"index": 0, "start": 0.59, "end": 2.81, "text": "Hello everyone and welcome to my channel.", "confidence": 0.8491, "flags": [], "words": [{"start": 0.59, "end": 0.97, "text": " Hello", "probability": 0.9979}, {"start": 0.97, "end": 1.43, "text": " everyone", "probability": 0.9991}, {"start": 1.43, "end": 1.59, "text": " and", "probability": 0.9974}, {"start": 1.59, "end": 1.93, "text": " welcome", "probability": 0.9999}, {"start": 1.93, "end": 2.13, "text": " to", "probability": 0.9987}, {"start": 2.13, "end": 2.29, "text": " my", "probability": 0.9988}, {"start": 2.29, "end": 2.81, "text": " channel.", "probability": 0.9985}]}');
INSERT INTO "events" VALUES(25,'fdebca8f-85d6-46f3-8ec4-972a31613a19',18,'transcript_segment',1795662818732,'{"index": 1, "start": 3.62, "end": 6.28, "text": "Today we are going to learn about space.", "confidence": 0.7003, "flags": [], "words": [{"start": 3.62, "end": 3.98, "text": " Today", "probability": 0.9991}, {"start": 3.98, "end": 4.14, "text": " we", "probability": 0.9982}, {"start": 4.14, "end": 4.28, "text": " are", "probability": 0.9997}, {"start": 4.28, "end": 4.64, "text": " going", "probability": 0.9995}, {"start": 4.64, "end": 4.84, "text": " to", "probability": 0.9999}, {"start": 4.84, "end": 5.1, "text": " learn", "probability": 0.9993}, {"start": 5.1, "end": 5.48, "text": " about", "probability": 0.9956}, {"start": 5.48, "end": 6.28, "text": " space.", "probability": 0.9918}]}');
INSERT INTO "events" VALUES(26,'fdebca8f-85d6-46f3-8ec4-972a31613a19',19,'transcript_segment',1795662818737,'{"index": 2, "start": 6.95, "end": 7.93, "text": "Tesla will send a ran to the r.", "confidence": 0.7003, "flags": [], "words": [{"start": 6.95, "end": 7.37, "text": " Tesla", "probability": 0.9921}, {"start": 7.37, "end": 7.49, "text": " will", "probability": 0.9941}, {"start": 7.49, "end": 7.77, "text": " send", "probability": 0.9941}, {"start": 7.77, "end": 7.777, "text": " a", "probability": 0.9708}, {"start": 7.777, "end": 7.79, "text": " ran", "probability": 0.3171}, {"start": 7.79, "end": 7.833, "text": " to", "probability": 0.4141}, {"start": 7.833, "end": 7.89, "text": " the", "probability": 0.5284}, {"start": 7.89, "end": 7.93, "text": " r.", "probability": 0.6542}]}');
INSERT INTO "events" VALUES(27,'fdebca8f-85d6-46f3-8ec4-972a31613a19',20,'job_update',1795662818747,'{"status": "processing", "progress": 55.2, "stage": "transcribe", "eta_seconds": 7.3, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 3.908, "waited_seconds": 0.012}');
INSERT INTO "events" VALUES(28,'fdebca8f-85d6-46f3-8ec4-972a31613a19',21,'job_update',1795662818758,'{"status": "processing", "progress": 55.2, "stage": "clips", "eta_seconds": 7.3, "attempt": 1, "error": null, "stage_status": "running", "waited_seconds": 0.001}');
INSERT INTO "events" VALUES(29,'fdebca8f-85d6-46f3-8ec4-972a31613a19',22,'job_update',1795662818799,'{"status": "processing", "progress": 55.2, "stage": "analyse", "eta_seconds": 7.3, "attempt": 1, "error": null, "stage_status": "running", "waited_seconds": 0.001}');
INSERT INTO "events" VALUES(30,'fdebca8f-85d6-46f3-8ec4-972a31613a19',23,'log',1795662819316,'{"level": "info", "message": "Loading the sentiment model demo", "stage": "analyse"}');
INSERT INTO "events" VALUES(31,'fdebca8f-85d6-46f3-8ec4-972a31613a19',24,'log',1795662819351,'{"level": "info", "message": "clips chosen", "stage": "clips", "count": 1, "done": 0}');
INSERT INTO "events" VALUES(32,'fdebca8f-85d6-46f3-8ec4-972a31613a19',25,'log',1795662820132,'{"level": "info", "message": "clip cut", "stage": "clips", "index": 0, "start_s": 3.4, "length_s": 4.68}');
INSERT INTO "events" VALUES(33,'fdebca8f-85d6-46f3-8ec4-972a31613a19',26,'clip_ready',1795662820161,'{"index": 0, "start": 3.4, "end": 8.08, "title": "Tesla will send a ran to the r", "score": 0.6417, "reason": "5 s: whole sentences, a strong opening, much about learn, space and tesla", "parts": {"length": 0.884, "complete": 1.0, "content": 0.781, "opening": 0.6, "scenes": 0.0, "flow": 0.859, "mood": 0.0}, "text": "Today we are going to learn about space. Tesla will send a ran to the r.", "width": 640, "height": 360, "artifact_id": "338db5f8-36fc-5fef-8cc7-875b1b130538", "url": "/api/v1/jobs/fdebca8f-85d6-46f3-8ec4-972a31613a19/artifacts/338db5f8-36fc-5fef-8cc7-875b1b130538", "thumbnail_url": "/api/v1/jobs/fdebca8f-85d6-46f3-8ec4-972a31613a19/artifacts/fc6909bf-6909-5276-a86a-4456f696337c"}');
INSERT INTO "events" VALUES(34,'fdebca8f-85d6-46f3-8ec4-972a31613a19',27,'job_update',1795662820185,'{"status": "processing", "progress": 75.4, "stage": "clips", "eta_seconds": 3.0, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 1.422, "waited_seconds": 0.001}');
INSERT INTO "events" VALUES(35,'fdebca8f-85d6-46f3-8ec4-972a31613a19',28,'log',1795662822565,'{"level": "info", "message": "Loading the spaCy model demo", "stage": "analyse"}');
INSERT INTO "events" VALUES(36,'fdebca8f-85d6-46f3-8ec4-972a31613a19',29,'job_update',1795662825758,'{"status": "processing", "progress": 99.9, "stage": "analyse", "eta_seconds": 0.0, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 6.956, "waited_seconds": 0.001}');
INSERT INTO "events" VALUES(37,'fdebca8f-85d6-46f3-8ec4-972a31613a19',30,'job_update',1795662825759,'{"status": "completed", "progress": 100, "stage": null, "eta_seconds": 0.0, "attempt": 1, "error": null, "cause": "complete"}');
INSERT INTO "events" VALUES(38,'ea651f6a-c9cf-4c6b-8de5-7efa0f79e3c3',1,'job_update',1795662825766,'{"status": "pending", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null}');
INSERT INTO "events" VALUES(39,'cca36647-3904-4c7b-b49e-bba756a1695d',1,'job_update',1795662825768,'{"status": "queued", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null}');
INSERT INTO "events" VALUES(40,'d2afe579-554d-42ea-8df2-9f160b06d019',1,'job_update',1795662825770,'{"status": "queued", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null}');
INSERT INTO "events" VALUES(41,'d2afe579-554d-42ea-8df2-9f160b06d019',2,'job_update',1795662825771,'{"status": "cancelled", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null, "cause": "cancel"}');
INSERT INTO "events" VALUES(42,'77379a12-27e6-487d-8ebe-1cecd0a02fdc',1,'job_update',1795662825774,'{"status": "queued", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null}');
INSERT INTO "events" VALUES(43,'77379a12-27e6-487d-8ebe-1cecd0a02fdc',2,'job_update',1795662825775,'{"status": "processing", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 1, "error": null, "cause": "claim"}');
INSERT INTO "events" VALUES(44,'77379a12-27e6-487d-8ebe-1cecd0a02fdc',3,'error',1795662825776,'{"code": "rate_limited", "message": "later", "stage": "fetch", "retryable": true}');
INSERT INTO "events" VALUES(45,'77379a12-27e6-487d-8ebe-1cecd0a02fdc',4,'job_update',1795662825776,'{"status": "pending", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 1, "error": {"code": "rate_limited", "message": "later", "stage": "fetch", "retryable": true}, "cause": "postpone", "next_attempt_at": "2027-11-26T03:13:45.766Z"}');
INSERT INTO "events" VALUES(46,'84ab20cf-4135-42e6-8540-c9984538c7dd',1,'job_update',1795662825780,'{"status": "queued", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null}');
INSERT INTO "events" VALUES(47,'84ab20cf-4135-42e6-8540-c9984538c7dd',2,'job_update',1795662825781,'{"status": "processing", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 1, "error": null, "cause": "claim"}');
CREATE TABLE flags (
	name VARCHAR NOT NULL, 
	value JSON NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "flags" VALUES('written','{"at_ms": 1795662810587}');
INSERT INTO "flags" VALUES('database','{"id": "98fad162bb444e9eac81466c7b9d3f1d"}');
INSERT INTO "flags" VALUES('queue','{"paused": true, "draining": false}');
INSERT INTO "flags" VALUES('cooling example.org','{"until_ms": 1827198825766}');
CREATE TABLE job_stages (
	job_id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	progress FLOAT NOT NULL, 
	"key" VARCHAR, 
	cached BOOLEAN NOT NULL, 
	started_ms BIGINT, 
	seconds FLOAT, 
	told INTEGER NOT NULL, waited FLOAT, 
	PRIMARY KEY (job_id, name)
);
INSERT INTO "job_stages" VALUES('fdebca8f-85d6-46f3-8ec4-972a31613a19','fetch','completed',1.0,'fetch-49f200a025e55a47a412b815826a49ef649f338dfd7d09c205b3f48bba2c6ac8',0,1795662812876,1.01365510200002972851e+00,0,4.2298937999930785736e-02);
INSERT INTO "job_stages" VALUES('fdebca8f-85d6-46f3-8ec4-972a31613a19','audio','completed',1.0,'audio-d0b52602716ac878002041469627e4c016283a4825d173386dd2dfdd8a10bc96',0,1795662814787,1.24719327000002522254e+00,0,1.04515674000003855326e+00);
INSERT INTO "job_stages" VALUES('fdebca8f-85d6-46f3-8ec4-972a31613a19','speech','completed',1.0,'speech-8df59acdf70b59aa527e7abaa853e4d76b7d1539a4cf5620a87a6433875c19cd',0,1795662813721,1.03944403700006660073e+00,0,5.52112000150373205542e-04);
INSERT INTO "job_stages" VALUES('fdebca8f-85d6-46f3-8ec4-972a31613a19','scenes','completed',1.0,'scenes-9a7bfdca2cff261b1ebc3269cc261436a99d3aa9b5ea7fb72be141171cf771fc',0,1795662816027,1.37556108300032065017e+00,0,2.2899731819998123683e+00);
INSERT INTO "job_stages" VALUES('fdebca8f-85d6-46f3-8ec4-972a31613a19','transcribe','completed',1.0,'transcribe-bf86783d6ff02b2c0319a9d83bd3246e8392bdd4b5a38499faf9b9dbfe117be6',0,1795662814855,3.90767129599998952471e+00,3,1.1800163999851065455e-02);
INSERT INTO "job_stages" VALUES('fdebca8f-85d6-46f3-8ec4-972a31613a19','analyse','completed',1.0,'analyse-928b5d01938ae8d153289d0b86bda201d89b27b2beaccfaa5c13e80034cb354b',0,1795662818799,6.95599894199995105736e+00,0,9.0212299983249977231e-04);
INSERT INTO "job_stages" VALUES('fdebca8f-85d6-46f3-8ec4-972a31613a19','clips','completed',1.0,'clips-29e2bf864dfe559cad6c53a634b35cb06dc203d8cdb7d2cc19546af614817edc',0,1795662818758,1.42212060700012443703e+00,1,1.27834299973983434028e-03);
INSERT INTO "job_stages" VALUES('11e4f734-dc17-4e02-85fd-d6b07550b72c','fetch','completed',1.0,'fetch-522dd8c7f2a20a395c1e4c6db2bb7fb7aefea383041d834a6181f89724fc05f5',0,1795662812631,1.08700832100021216319e+00,0,9.44781510002030699979e-02);
INSERT INTO "job_stages" VALUES('11e4f734-dc17-4e02-85fd-d6b07550b72c','audio','failed',0.0,'audio-94804ed9aa65d953dd3220f00d320f9007e7a5887e640ec166e282208f675708',0,1795662817425,NULL,0,3.67227864300002693198e+00);
INSERT INTO "job_stages" VALUES('77379a12-27e6-487d-8ebe-1cecd0a02fdc','fetch','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('77379a12-27e6-487d-8ebe-1cecd0a02fdc','speech','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('77379a12-27e6-487d-8ebe-1cecd0a02fdc','scenes','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('77379a12-27e6-487d-8ebe-1cecd0a02fdc','transcribe','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('77379a12-27e6-487d-8ebe-1cecd0a02fdc','clips','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('84ab20cf-4135-42e6-8540-c9984538c7dd','fetch','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('84ab20cf-4135-42e6-8540-c9984538c7dd','speech','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('84ab20cf-4135-42e6-8540-c9984538c7dd','transcribe','pending',0.0,NULL,0,NULL,NULL,0,NULL);
CREATE TABLE jobs (
	num INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR NOT NULL, 
	url VARCHAR, 
	video_id VARCHAR, 
	source_identity VARCHAR NOT NULL, 
	job_type VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	priority INTEGER NOT NULL, 
	rank BIGINT NOT NULL, 
	options JSON NOT NULL, 
	meta JSON NOT NULL, 
	user_id VARCHAR, 
	attempt INTEGER NOT NULL, 
	failures INTEGER NOT NULL, 
	max_retries INTEGER NOT NULL, 
	crashes JSON NOT NULL, 
	memory_level INTEGER NOT NULL, 
	progress FLOAT NOT NULL, 
	stage VARCHAR, 
	stop_requested VARCHAR, 
	error JSON, 
	warnings JSON NOT NULL, 
	last_seq INTEGER NOT NULL, 
	video_title TEXT, 
	video_duration FLOAT, 
	idempotency_key VARCHAR, 
	request_hash VARCHAR, 
	pinned BOOLEAN NOT NULL, 
	expired_ms BIGINT, 
	created_ms BIGINT NOT NULL, 
	updated_ms BIGINT NOT NULL, 
	queued_ms BIGINT, 
	started_ms BIGINT, 
	completed_ms BIGINT, 
	due_ms BIGINT, 
	CONSTRAINT uq_jobs_idempotency UNIQUE (idempotency_key)
);
INSERT INTO "jobs" VALUES(1,'fdebca8f-85d6-46f3-8ec4-972a31613a19',NULL,'b4324cb7-a108-4dc8-a412-5cf778352af5','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','full_processing','completed',5,1795659812455,'{"audio_format": "mp3", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 5.0, "overlap_duration": 2.0, "max_clips": 1, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source"}','{"from": "us"}','ada',1,0,3,'{}',0,1.0,NULL,NULL,'null','[]',30,'talk-8.00-f84f2da1',8.08,NULL,NULL,1,NULL,1795662812455,1795662825764,1795662812455,1795662812466,1795662825759,NULL);
INSERT INTO "jobs" VALUES(2,'11e4f734-dc17-4e02-85fd-d6b07550b72c',NULL,'60d3034c-1135-493c-9e47-ab0ec0e47f17','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','audio_extraction','failed',5,1795659812466,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source"}','{}',NULL,1,1,3,'{}',0,0.856353591160221,NULL,NULL,'{"code": "no_audio", "message": "The source has no audio track, so there is none to extract.", "stage": "audio", "retryable": false}','[]',7,'silent-94500712',2.0,NULL,NULL,0,NULL,1795662812466,1795662818141,1795662812466,1795662812514,1795662818141,NULL);
INSERT INTO "jobs" VALUES(3,'ea651f6a-c9cf-4c6b-8de5-7efa0f79e3c3',NULL,'b4324cb7-a108-4dc8-a412-5cf778352af5','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','analysis','pending',5,1827195825766,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source"}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',1,'talk-8.00-f84f2da1',8.08,NULL,NULL,0,NULL,1795662825766,1795662825766,NULL,NULL,NULL,1827198825766);
INSERT INTO "jobs" VALUES(4,'cca36647-3904-4c7b-b49e-bba756a1695d',NULL,'b4324cb7-a108-4dc8-a412-5cf778352af5','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','queued',5,1795659825768,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source"}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',1,'talk-8.00-f84f2da1',8.08,'key','hash',0,NULL,1795662825768,1795662825768,1795662825768,NULL,NULL,NULL);
INSERT INTO "jobs" VALUES(5,'d2afe579-554d-42ea-8df2-9f160b06d019',NULL,'b4324cb7-a108-4dc8-a412-5cf778352af5','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','cancelled',9,1795657425770,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source"}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',2,'talk-8.00-f84f2da1',8.08,NULL,NULL,0,NULL,1795662825770,1795662825771,1795662825770,NULL,1795662825771,NULL);
INSERT INTO "jobs" VALUES(6,'77379a12-27e6-487d-8ebe-1cecd0a02fdc',NULL,'b4324cb7-a108-4dc8-a412-5cf778352af5','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','clip_generation','pending',5,1795659825774,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source"}','{}',NULL,1,1,3,'{}',0,0.0,NULL,NULL,'{"code": "rate_limited", "message": "later", "stage": "fetch", "retryable": true}','[]',4,'talk-8.00-f84f2da1',8.08,NULL,NULL,0,NULL,1795662825774,1795662825776,1795662825774,1795662825775,NULL,1827198825766);
INSERT INTO "jobs" VALUES(7,'84ab20cf-4135-42e6-8540-c9984538c7dd',NULL,'b4324cb7-a108-4dc8-a412-5cf778352af5','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','processing',5,1795659825780,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source"}','{}',NULL,1,0,3,'{}',0,0.0,NULL,NULL,'null','[]',2,'talk-8.00-f84f2da1',8.08,NULL,NULL,0,NULL,1795662825780,1795662825781,1795662825780,1795662825781,NULL,NULL);
CREATE TABLE key_blobs (
	"key" VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	PRIMARY KEY ("key", sha256)
);
INSERT INTO "key_blobs" VALUES('fetch-49f200a025e55a47a412b815826a49ef649f338dfd7d09c205b3f48bba2c6ac8','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd',201315);
INSERT INTO "key_blobs" VALUES('fetch-522dd8c7f2a20a395c1e4c6db2bb7fb7aefea383041d834a6181f89724fc05f5','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594',69966);
INSERT INTO "key_blobs" VALUES('speech-8df59acdf70b59aa527e7abaa853e4d76b7d1539a4cf5620a87a6433875c19cd','2cba4d6363062cc5f752e4f7b378ddfcfed9a8452e2a2bfd16cda8e7ce333867',256044);
INSERT INTO "key_blobs" VALUES('speech-8df59acdf70b59aa527e7abaa853e4d76b7d1539a4cf5620a87a6433875c19cd','1a947c587089b5bd6b76106016d077bef4b27288b30d3feaf342928109213f41',1145);
INSERT INTO "key_blobs" VALUES('audio-d0b52602716ac878002041469627e4c016283a4825d173386dd2dfdd8a10bc96','b1b5a7dd5ce807b0539b7bf6296361e83d67c7863609d07681647ee5c99ec34e',258122);
INSERT INTO "key_blobs" VALUES('audio-d0b52602716ac878002041469627e4c016283a4825d173386dd2dfdd8a10bc96','bc535e85ee2fe0f1b2ee5f1f493dc08bec178de6370f0dd93ddb59406e5ab0a2',1145);
INSERT INTO "key_blobs" VALUES('scenes-9a7bfdca2cff261b1ebc3269cc261436a99d3aa9b5ea7fb72be141171cf771fc','7744e53db5335f7c9815bea633cf7a0e2e29ad8beeb57ef7fd9b035679b3a79c',11514);
INSERT INTO "key_blobs" VALUES('scenes-9a7bfdca2cff261b1ebc3269cc261436a99d3aa9b5ea7fb72be141171cf771fc','04917d2cbeddb719c0f9e8127d088ed711c0604eed77fa5f8f773e782c87e83b',16225);
INSERT INTO "key_blobs" VALUES('transcribe-bf86783d6ff02b2c0319a9d83bd3246e8392bdd4b5a38499faf9b9dbfe117be6','fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97',214);
INSERT INTO "key_blobs" VALUES('transcribe-bf86783d6ff02b2c0319a9d83bd3246e8392bdd4b5a38499faf9b9dbfe117be6','7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6',216);
INSERT INTO "key_blobs" VALUES('transcribe-bf86783d6ff02b2c0319a9d83bd3246e8392bdd4b5a38499faf9b9dbfe117be6','a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19',115);
INSERT INTO "key_blobs" VALUES('clips-29e2bf864dfe559cad6c53a634b35cb06dc203d8cdb7d2cc19546af614817edc','28f42b6df40b0cda7a3531dc5e4977720f74733aee6995d02d1fe4283b277fe8',187696);
INSERT INTO "key_blobs" VALUES('clips-29e2bf864dfe559cad6c53a634b35cb06dc203d8cdb7d2cc19546af614817edc','4d67036e7514ebdea9a4db5404fcb3ee158138859e0182aa97c5850fcd251615',12596);
CREATE TABLE outputs (
	"key" VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	output JSON NOT NULL, 
	warnings JSON NOT NULL, 
	seconds FLOAT NOT NULL, 
	created_ms BIGINT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "outputs" VALUES('fetch-49f200a025e55a47a412b815826a49ef649f338dfd7d09c205b3f48bba2c6ac8','fetch','{"source": {"sha256": "20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd", "size_bytes": 201315, "suffix": ".mp4"}, "media": {"container": "mp4", "duration_s": 8.08, "video_codec": "h264", "audio_codec": "aac", "width": 640, "height": 360, "fps": "25", "rotation_deg": 0, "audio_sample_rate_hz": 48000, "audio_channels": 1, "audio_track": 0, "bit_rate": 199321, "streams": 2}, "title": "talk-8.00-f84f2da1", "uploader": null, "webpage_url": null, "chapters": [], "thumbnail": null}','[]',1.01365510200002972851e+00,1795662813671);
INSERT INTO "outputs" VALUES('fetch-522dd8c7f2a20a395c1e4c6db2bb7fb7aefea383041d834a6181f89724fc05f5','fetch','{"source": {"sha256": "a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594", "size_bytes": 69966, "suffix": ".mp4"}, "media": {"container": "mp4", "duration_s": 2.0, "video_codec": "h264", "audio_codec": null, "width": 160, "height": 90, "fps": "25", "rotation_deg": 0, "audio_sample_rate_hz": null, "audio_channels": null, "audio_track": 0, "bit_rate": 279864, "streams": 1}, "title": "silent-94500712", "uploader": null, "webpage_url": null, "chapters": [], "thumbnail": null}','[]',1.08700832100021216319e+00,1795662813708);
INSERT INTO "outputs" VALUES('speech-8df59acdf70b59aa527e7abaa853e4d76b7d1539a4cf5620a87a6433875c19cd','speech','{"pcm": {"sha256": "2cba4d6363062cc5f752e4f7b378ddfcfed9a8452e2a2bfd16cda8e7ce333867", "size_bytes": 256044, "suffix": ".wav"}, "duration_s": 8.0, "waveform": {"sha256": "1a947c587089b5bd6b76106016d077bef4b27288b30d3feaf342928109213f41", "size_bytes": 1145, "suffix": ".json"}}','[]',1.03944403700006660073e+00,1795662814755);
INSERT INTO "outputs" VALUES('audio-d0b52602716ac878002041469627e4c016283a4825d173386dd2dfdd8a10bc96','audio','{"audio": {"sha256": "b1b5a7dd5ce807b0539b7bf6296361e83d67c7863609d07681647ee5c99ec34e", "size_bytes": 258122, "suffix": ".mp3"}, "duration_s": 8.04, "media_type": "audio/mpeg", "waveform": {"sha256": "bc535e85ee2fe0f1b2ee5f1f493dc08bec178de6370f0dd93ddb59406e5ab0a2", "size_bytes": 1145, "suffix": ".json"}}','[]',1.24719327000002522254e+00,1795662816007);
INSERT INTO "outputs" VALUES('scenes-9a7bfdca2cff261b1ebc3269cc261436a99d3aa9b5ea7fb72be141171cf771fc','scenes','{"has_video": true, "cuts": [], "poster": {"sha256": "7744e53db5335f7c9815bea633cf7a0e2e29ad8beeb57ef7fd9b035679b3a79c", "size_bytes": 11514, "suffix": ".jpg"}, "sprite": {"image": {"sha256": "04917d2cbeddb719c0f9e8127d088ed711c0604eed77fa5f8f773e782c87e83b", "size_bytes": 16225, "suffix": ".jpg"}, "columns": 9, "rows": 1, "count": 9, "interval_s": 1.0, "tile_width": 160, "tile_height": 90}, "focus": [[0.25, 0.097, 0.7019], [0.75, 0.1238, 0.7361], [1.25, 0.1299, 0.7313], [1.75, 0.1569, 0.7358], [2.25, 0.2048, 0.7046], [2.75, 0.2463, 0.6418], [3.25, 0.2848, 0.6215], [3.75, 0.3399, 0.6208], [4.25, 0.3953, 0.5913], [4.75, 0.4447, 0.5573], [5.25, 0.4995, 0.5483], [5.75, 0.5599, 0.5318], [6.25, 0.6083, 0.4932], [6.75, 0.6505, 0.4783], [7.25, 0.7374, 0.4742], [7.75, 0.7707, 0.446], [8.25, 0.7895, 0.4161]]}','[]',1.37556108300032065017e+00,1795662817394);
INSERT INTO "outputs" VALUES('transcribe-bf86783d6ff02b2c0319a9d83bd3246e8392bdd4b5a38499faf9b9dbfe117be6','transcribe','{"language": "en", "language_probability": 1.0, "model": "demo", "decoding": "batched", "segment_count": 3, "srt": {"sha256": "fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97", "size_bytes": 214, "suffix": ".srt"}, "vtt": {"sha256": "7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6", "size_bytes": 216, "suffix": ".vtt"}, "txt": {"sha256": "a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19", "size_bytes": 115, "suffix": ".txt"}}','[]',3.90767129599998952471e+00,1795662818743);
INSERT INTO "outputs" VALUES('clips-29e2bf864dfe559cad6c53a634b35cb06dc203d8cdb7d2cc19546af614817edc','clips','{"clip_count": 1}','[]',1.42212060700012443703e+00,1795662820179);
INSERT INTO "outputs" VALUES('analyse-928b5d01938ae8d153289d0b86bda201d89b27b2beaccfaa5c13e80034cb354b','analyse','{"sentiment": "neutral", "sentiment_scores": {"positive": 0.0159, "neutral": 0.9664, "negative": 0.0177}, "segment_sentiments": [{"index": 0, "label": "neutral", "score": -0.0024}, {"index": 1, "label": "neutral", "score": -0.002}, {"index": 2, "label": "neutral", "score": 0.0004}], "topics": ["Space, ran, r."], "keywords": [{"text": "space", "score": 1.0}, {"text": "Tesla", "score": 0.7815}, {"text": "ran", "score": 0.6094}], "entities": [{"text": "Today", "label": "DATE", "count": 1}, {"text": "Tesla", "label": "ORG", "count": 1}], "models": {"sentiment": "demo", "entities": "demo", "keywords": "YAKE 0.7.3, words by demo", "topics": "pauses and cohesion, words by demo"}}','[]',6.95599894199995105736e+00,1795662825755);
CREATE TABLE pieces (
	"key" VARCHAR NOT NULL, 
	idx INTEGER NOT NULL, 
	piece JSON NOT NULL, 
	PRIMARY KEY ("key", idx)
);
INSERT INTO "pieces" VALUES('transcribe-bf86783d6ff02b2c0319a9d83bd3246e8392bdd4b5a38499faf9b9dbfe117be6',0,'{"start_s": 0.59, "end_s": 2.81, "text": "Hello everyone and welcome to my channel.", "confidence": 0.8491, "no_speech_probability": 0.0, "words": [{"start_s": 0.59, "end_s": 0.97, "text": " Hello", "probability": 0.9979}, {"start_s": 0.97, "end_s": 1.43, "text": " everyone", "probability": 0.9991}, {"start_s": 1.43, "end_s": 1.59, "text": " and", "probability": 0.9974}, {"start_s": 1.59, "end_s": 1.93, "text": " welcome", "probability": 0.9999}, {"start_s": 1.93, "end_s": 2.13, "text": " to", "probability": 0.9987}, {"start_s": 2.13, "end_s": 2.29, "text": " my", "probability": 0.9988}, {"start_s": 2.29, "end_s": 2.81, "text": " channel.", "probability": 0.9985}], "flags": []}');
INSERT INTO "pieces" VALUES('transcribe-bf86783d6ff02b2c0319a9d83bd3246e8392bdd4b5a38499faf9b9dbfe117be6',1,'{"start_s": 3.62, "end_s": 6.28, "text": "Today we are going to learn about space.", "confidence": 0.7003, "no_speech_probability": 0.0, "words": [{"start_s": 3.62, "end_s": 3.98, "text": " Today", "probability": 0.9991}, {"start_s": 3.98, "end_s": 4.14, "text": " we", "probability": 0.9982}, {"start_s": 4.14, "end_s": 4.28, "text": " are", "probability": 0.9997}, {"start_s": 4.28, "end_s": 4.64, "text": " going", "probability": 0.9995}, {"start_s": 4.64, "end_s": 4.84, "text": " to", "probability": 0.9999}, {"start_s": 4.84, "end_s": 5.1, "text": " learn", "probability": 0.9993}, {"start_s": 5.1, "end_s": 5.48, "text": " about", "probability": 0.9956}, {"start_s": 5.48, "end_s": 6.28, "text": " space.", "probability": 0.9918}], "flags": []}');
INSERT INTO "pieces" VALUES('transcribe-bf86783d6ff02b2c0319a9d83bd3246e8392bdd4b5a38499faf9b9dbfe117be6',2,'{"start_s": 6.95, "end_s": 7.93, "text": "Tesla will send a ran to the r.", "confidence": 0.7003, "no_speech_probability": 0.0, "words": [{"start_s": 6.95, "end_s": 7.37, "text": " Tesla", "probability": 0.9921}, {"start_s": 7.37, "end_s": 7.49, "text": " will", "probability": 0.9941}, {"start_s": 7.49, "end_s": 7.77, "text": " send", "probability": 0.9941}, {"start_s": 7.77, "end_s": 7.777, "text": " a", "probability": 0.9708}, {"start_s": 7.777, "end_s": 7.79, "text": " ran", "probability": 0.3171}, {"start_s": 7.79, "end_s": 7.833, "text": " to", "probability": 0.4141}, {"start_s": 7.833, "end_s": 7.89, "text": " the", "probability": 0.5284}, {"start_s": 7.89, "end_s": 7.93, "text": " r.", "probability": 0.6542}], "flags": []}');
INSERT INTO "pieces" VALUES('clips-29e2bf864dfe559cad6c53a634b35cb06dc203d8cdb7d2cc19546af614817edc',0,'{"index": 0, "start_s": 3.4, "end_s": 8.08, "title": "Tesla will send a ran to the r", "score": 0.6417, "reason": "5 s: whole sentences, a strong opening, much about learn, space and tesla", "parts": {"length": 0.884, "complete": 1.0, "content": 0.781, "opening": 0.6, "scenes": 0.0, "flow": 0.859, "mood": 0.0}, "text": "Today we are going to learn about space. Tesla will send a ran to the r.", "video": {"sha256": "28f42b6df40b0cda7a3531dc5e4977720f74733aee6995d02d1fe4283b277fe8", "size_bytes": 187696, "suffix": ".mp4"}, "thumbnail": {"sha256": "4d67036e7514ebdea9a4db5404fcb3ee158138859e0182aa97c5850fcd251615", "size_bytes": 12596, "suffix": ".jpg"}, "width": 640, "height": 360}');
CREATE TABLE rates (
	stage VARCHAR NOT NULL, 
	variant VARCHAR NOT NULL, 
	per_media_s FLOAT NOT NULL, 
	samples INTEGER NOT NULL, 
	PRIMARY KEY (stage, variant)
);
INSERT INTO "rates" VALUES('fetch','',3.34478262304510332025e-01,2);
INSERT INTO "rates" VALUES('speech','',1.28644063985156764662e-01,1);
INSERT INTO "rates" VALUES('audio','',1.54355602722775403501e-01,1);
INSERT INTO "rates" VALUES('scenes','',1.70242708292118877233e-01,1);
INSERT INTO "rates" VALUES('transcribe','demo',4.83622685148513531405e-01,1);
INSERT INTO "rates" VALUES('clips','mp4 source source',2.84424121400024876304e-01,1);
INSERT INTO "rates" VALUES('analyse','demo',8.60890958168310738152e-01,1);
CREATE TABLE videos (
	id VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	filename VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	suffix VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	media JSON NOT NULL, 
	created_ms BIGINT NOT NULL, 
	updated_ms BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "videos" VALUES('b4324cb7-a108-4dc8-a412-5cf778352af5','UPLOADED','talk-8.00-f84f2da1.mp4','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','.mp4',201315,'{"container": "mp4", "duration_s": 8.08, "video_codec": "h264", "audio_codec": "aac", "width": 640, "height": 360, "fps": "25", "rotation_deg": 0, "audio_sample_rate_hz": 48000, "audio_channels": 1, "audio_track": 0, "bit_rate": 199321, "streams": 2}',1795662811675,1795662811675);
INSERT INTO "videos" VALUES('60d3034c-1135-493c-9e47-ab0ec0e47f17','UPLOADED','silent-94500712.mp4','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','.mp4',69966,'{"container": "mp4", "duration_s": 2.0, "video_codec": "h264", "audio_codec": null, "width": 160, "height": 90, "fps": "25", "rotation_deg": 0, "audio_sample_rate_hz": null, "audio_channels": null, "audio_track": 0, "bit_rate": 279864, "streams": 1}',1795662812454,1795662812454);
CREATE INDEX ix_artifacts_job_id ON artifacts (job_id);
CREATE INDEX ix_job_stages_key ON job_stages ("key");
CREATE INDEX ix_jobs_completed ON jobs (completed_ms);
CREATE UNIQUE INDEX ix_jobs_id ON jobs (id);
CREATE INDEX ix_jobs_status_num ON jobs (status, num);
CREATE INDEX ix_jobs_type_num ON jobs (job_type, num);
CREATE INDEX ix_jobs_user_num ON jobs (user_id, num);
CREATE INDEX ix_jobs_video_id ON jobs (video_id);
CREATE INDEX ix_key_blobs_sha256 ON key_blobs (sha256);
CREATE INDEX ix_videos_sha256 ON videos (sha256);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('jobs',7);
INSERT INTO "sqlite_sequence" VALUES('events',47);
COMMIT;
