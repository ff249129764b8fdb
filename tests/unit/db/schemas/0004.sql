BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0004');
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
INSERT INTO "artifacts" VALUES('3ce07b0b-3473-5efe-82fe-94052f63299f','7293bc39-6886-44bd-aa9c-7538bbb62888','fetch','source','silent-94500712.mp4','video/mp4','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','.mp4',69966,1795666807355);
INSERT INTO "artifacts" VALUES('7e1acdef-eef8-5142-891e-e52e3a3ebda0','4ae0458d-8839-466b-98fe-015b82c3cfb5','fetch','source','talk-8.00-f84f2da1.mp4','video/mp4','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','.mp4',201315,1795666807564);
INSERT INTO "artifacts" VALUES('69b18e45-633c-56f0-9a36-284d8bdf30fd','4ae0458d-8839-466b-98fe-015b82c3cfb5','audio','audio','talk-8.00-f84f2da1.mp3','audio/mpeg','c5012c644883f880029abb24d0b8fbd449722045f07246ab438d860a6e7613af','.mp3',260426,1795666809588);
INSERT INTO "artifacts" VALUES('2b544048-73f5-57ea-ae9a-6e309017b5d7','4ae0458d-8839-466b-98fe-015b82c3cfb5','speech','waveform','talk-8.00-f84f2da1 waveform.json','application/json','4ec526e5056679de48839aab3bc79d8a7d6c23d63a269434ef853463daaeb480','.json',1150,1795666810740);
INSERT INTO "artifacts" VALUES('8debfeff-853f-5fe9-aa00-bb3ad0308ba2','4ae0458d-8839-466b-98fe-015b82c3cfb5','scenes','poster','talk-8.00-f84f2da1 poster.jpg','image/jpeg','735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58','.jpg',11470,1795666813098);
INSERT INTO "artifacts" VALUES('60b2b997-ffce-5bac-9c4b-8caed3afc4e4','4ae0458d-8839-466b-98fe-015b82c3cfb5','scenes','sprite','talk-8.00-f84f2da1 storyboard.jpg','image/jpeg','b367c75f1b0e441f1bf91fd20e434bb9345252e116f5aff465ba2e962388aee6','.jpg',16506,1795666813098);
INSERT INTO "artifacts" VALUES('0f94b112-99a7-544e-8148-98947f5d94e1','4ae0458d-8839-466b-98fe-015b82c3cfb5','transcribe','transcript','talk-8.00-f84f2da1.srt','application/x-subrip','fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97','.srt',214,1795666815010);
INSERT INTO "artifacts" VALUES('e0413587-3afc-5585-a15a-ea8010673f36','4ae0458d-8839-466b-98fe-015b82c3cfb5','transcribe','transcript','talk-8.00-f84f2da1.vtt','text/vtt','7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6','.vtt',216,1795666815010);
INSERT INTO "artifacts" VALUES('f8b32dad-c731-5e57-a6a0-9ab89a77dbbf','4ae0458d-8839-466b-98fe-015b82c3cfb5','transcribe','transcript','talk-8.00-f84f2da1.txt','text/plain','a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19','.txt',115,1795666815010);
INSERT INTO "artifacts" VALUES('6f23aff0-9cbe-5928-9bec-df664a495444','4ae0458d-8839-466b-98fe-015b82c3cfb5','clips','clip','talk-8.00-f84f2da1 clip 1.mp4','video/mp4','1a00ec31c7f33e98ed4eb970fa1008cb84a3b31a79aeddbb4e8d64e6a92b08e5','.mp4',187734,1795666817499);
INSERT INTO "artifacts" VALUES('a06f9628-aae7-54e5-9c60-f7db01bd502f','4ae0458d-8839-466b-98fe-015b82c3cfb5','clips','clip_thumbnail','talk-8.00-f84f2da1 clip 1.jpg','image/jpeg','a424f9cf3337dee5951bdf2086923d41f7d104bcb99633ed07c0b7412cd9625e','.jpg',12570,1795666817499);
CREATE TABLE events (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	job_id VARCHAR NOT NULL, 
	seq INTEGER NOT NULL, 
	type VARCHAR NOT NULL, 
	ts_ms BIGINT NOT NULL, 
	data JSON NOT NULL, 
	CONSTRAINT uq_events_job_seq UNIQUE (job_id, seq)
);
INSERT INTO "events" VALUES(1,'4ae0458d-8839-466b-98fe-015b82c3cfb5',1,'job_update',1795666806012,'{"status": "queued", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null}');
INSERT INTO "events" VALUES(2,'4ae0458d-8839-466b-98fe-015b82c3cfb5',2,'job_update',1795666806058,'{"status": "processing", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 1, "error": null, "cause": "claim"}');
INSERT INTO "events" VALUES(3,'7293bc39-6886-44bd-aa9c-7538bbb62888',1,'job_update',1795666806058,'{"status": "queued", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null}');
INSERT INTO "events" VALUES(4,'7293bc39-6886-44bd-aa9c-7538bbb62888',2,'job_update',1795666806089,'{"status": "processing", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 1, "error": null, "cause": "claim"}');
INSERT INTO "events" VALUES(5,'7293bc39-6886-44bd-aa9c-7538bbb62888',3,'job_update',1795666806136,'{"status": "processing", "progress": 0.0, "stage": "fetch", "eta_seconds": 3.6, "attempt": 1, "error": null, "stage_status": "running", "waited_seconds": 0.001}');
INSERT INTO "events" VALUES(6,'4ae0458d-8839-466b-98fe-015b82c3cfb5',3,'job_update',1795666806277,'{"status": "processing", "progress": 0.0, "stage": "fetch", "eta_seconds": 12.4, "attempt": 1, "error": null, "stage_status": "running", "waited_seconds": 0.034}');
INSERT INTO "events" VALUES(7,'7293bc39-6886-44bd-aa9c-7538bbb62888',4,'job_update',1795666807355,'{"status": "processing", "progress": 85.6, "stage": "fetch", "eta_seconds": 0.5, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 1.241, "waited_seconds": 0.001}');
INSERT INTO "events" VALUES(8,'7293bc39-6886-44bd-aa9c-7538bbb62888',5,'job_update',1795666807366,'{"status": "processing", "progress": 85.6, "stage": "audio", "eta_seconds": 0.5, "attempt": 1, "error": null, "stage_status": "running", "waited_seconds": 0.001}');
INSERT INTO "events" VALUES(9,'4ae0458d-8839-466b-98fe-015b82c3cfb5',4,'job_update',1795666807564,'{"status": "processing", "progress": 23.1, "stage": "fetch", "eta_seconds": 12.0, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 1.427, "waited_seconds": 0.034}');
INSERT INTO "events" VALUES(10,'4ae0458d-8839-466b-98fe-015b82c3cfb5',5,'job_update',1795666808074,'{"status": "processing", "progress": 23.1, "stage": "audio", "eta_seconds": 8.9, "attempt": 1, "error": null, "stage_status": "running", "waited_seconds": 0.501}');
INSERT INTO "events" VALUES(11,'7293bc39-6886-44bd-aa9c-7538bbb62888',6,'error',1795666808098,'{"code": "no_audio", "message": "The source has no audio track, so there is none to extract.", "stage": "audio", "retryable": false}');
INSERT INTO "events" VALUES(12,'7293bc39-6886-44bd-aa9c-7538bbb62888',7,'job_update',1795666808098,'{"status": "failed", "progress": 85.6, "stage": null, "eta_seconds": null, "attempt": 1, "error": {"code": "no_audio", "message": "The source has no audio track, so there is none to extract.", "stage": "audio", "retryable": false}, "cause": "fail"}');
INSERT INTO "events" VALUES(13,'4ae0458d-8839-466b-98fe-015b82c3cfb5',6,'log',1795666809113,'{"level": "info", "message": "audio extracted", "stage": "audio", "format": "mp3", "quality": "high", "duration_s": 8.112}');
INSERT INTO "events" VALUES(14,'4ae0458d-8839-466b-98fe-015b82c3cfb5',7,'job_update',1795666809508,'{"status": "processing", "progress": 26.1, "stage": "speech", "eta_seconds": 8.2, "attempt": 1, "error": null, "stage_status": "running", "waited_seconds": 1.928}');
INSERT INTO "events" VALUES(15,'4ae0458d-8839-466b-98fe-015b82c3cfb5',8,'job_update',1795666809588,'{"status": "processing", "progress": 26.1, "stage": "audio", "eta_seconds": 8.2, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 1.416, "waited_seconds": 0.501}');
INSERT INTO "events" VALUES(16,'4ae0458d-8839-466b-98fe-015b82c3cfb5',9,'log',1795666810324,'{"level": "info", "message": "speech audio extracted", "stage": "speech", "duration_s": 8.0, "expected_s": 8.08}');
INSERT INTO "events" VALUES(17,'4ae0458d-8839-466b-98fe-015b82c3cfb5',10,'job_update',1795666810735,'{"status": "processing", "progress": 29.8, "stage": "scenes", "eta_seconds": 6.2, "attempt": 1, "error": null, "stage_status": "running", "waited_seconds": 3.153}');
INSERT INTO "events" VALUES(18,'4ae0458d-8839-466b-98fe-015b82c3cfb5',11,'job_update',1795666810740,'{"status": "processing", "progress": 29.8, "stage": "speech", "eta_seconds": 6.2, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 1.223, "waited_seconds": 1.928}');
INSERT INTO "events" VALUES(19,'4ae0458d-8839-466b-98fe-015b82c3cfb5',12,'job_update',1795666810760,'{"status": "processing", "progress": 29.8, "stage": "transcribe", "eta_seconds": 6.2, "attempt": 1, "error": null, "stage_status": "running", "waited_seconds": 0.002}');
INSERT INTO "events" VALUES(20,'4ae0458d-8839-466b-98fe-015b82c3cfb5',13,'log',1795666811890,'{"level": "info", "message": "Loading the whisper model demo", "stage": "transcribe", "device": "cpu"}');
INSERT INTO "events" VALUES(21,'4ae0458d-8839-466b-98fe-015b82c3cfb5',14,'log',1795666812478,'{"level": "info", "message": "Transcribing with demo, batched", "stage": "transcribe", "language": "en", "probability": 1.0}');
INSERT INTO "events" VALUES(22,'4ae0458d-8839-466b-98fe-015b82c3cfb5',15,'log',1795666813039,'{"level": "info", "message": "scenes found", "stage": "scenes", "cuts": 0, "focus_points": 17}');
INSERT INTO "events" VALUES(23,'4ae0458d-8839-466b-98fe-015b82c3cfb5',16,'job_update',1795666813098,'{"status": "processing", "progress": 40.0, "stage": "scenes", "eta_seconds": 6.3, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 2.353, "waited_seconds": 3.153}');
INSERT INTO "events" VALUES(24,'4ae0458d-8839-466b-98fe-015b82c3cfb5',17,'transcript_segment',1795666814960,'{"index": 0, "start": 0.59, "end": 2.81, "text": "Hello everyone and welcome to my channel.", "confidence": 0.8491, "flags": [], "words": [{"start": 0.59, "end": 0.97, "text": " Hello", "probability": 0.9979}, {"start": 0.97, "end": 1.43, "text": " everyone", "probability": 0.9991}, {"start": 1.43, "end": 1.59, "text": " and", "probability": 0.9974}, {"start": 1.59, "end": 1.93, "text": " welcome", "probability": 0.9999}, {"start": 1.93, "end": 2.13, "text": " to", "probability": 0.9987}, {"start": 2.13, "end": 2.29, "text": " my", "probability": 0.9988}, {"start": 2.29, "end": 2.81, "text": " channel.", "probability": 0.9985}]}');
INSERT INTO "events" VALUES(25,'4ae0458d-8839-466b-98fe-015b82c3cfb5',18,'transcript_segment',1795666814960,'{"index": 1, "start": 3.62, "end": 6.28, "text": "Today we are going to learn about space.", "confidence": 0.7003, "flags": [], "words": [{"start": 3.62, "end": 3.98, "text": " Today", "probability": 0.9991}, {"start": 3.98, "end": 4.14, "text": " we", "probability": 0.9982}, {"start": 4.14, "end": 4.28, "text": " are", "probability": 0.9997}, {"start": 4.28, "end": 4.64, "text": " going", "probability": 0.9995}, {"start": 4.64, "end": 4.84, "text": " to", "probability": 0.9999}, {"start": 4.84, "end": 5.1, "text": " learn", "probability": 0.9993}, {"start": 5.1, "end": 5.48, "text": " about", "probability": 0.9956}, {"start": 5.48, "end": 6.28, "text": " space.", "probability": 0.9918}]}');
INSERT INTO "events" VALUES(26,'4ae0458d-8839-466b-98fe-015b82c3cfb5',19,'transcript_segment',1795666814960,'{"index": 2, "start": 6.95, "end": 7.93, "text": "Tesla will send a ran to the r.", "confidence": 0.7003, "flags": [], "words": [{"start": 6.95, "end": 7.37, "text": " Tesla", "probability": 0.9921}, {"start": 7.37, "end": 7.49, "text": " will", "probability": 0.9941}, {"start": 7.49, "end": 7.77, "text": " send", "probability": 0.9941}, {"start": 7.77, "end": 7.777, "text": " a", "probability": 0.9708}, {"start": 7.777, "end": 7.79, "text": " ran", "probability": 0.3171}, {"start": 7.79, "end": 7.833, "text": " to", "probability": 0.4141}, {"start": 7.833, "end": 7.89, "text": " the", "probability": 0.5284}, {"start": 7.89, "end": 7.93, "text": " r.", "probability": 0.6542}]}');
INSERT INTO "events" VALUES(27,'4ae0458d-8839-466b-98fe-015b82c3cfb5',20,'job_update',1795666815010,'{"status": "processing", "progress": 62.0, "stage": "transcribe", "eta_seconds": 7.6, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 4.259, "waited_seconds": 0.002}');
INSERT INTO "events" VALUES(28,'4ae0458d-8839-466b-98fe-015b82c3cfb5',21,'job_update',1795666815056,'{"status": "processing", "progress": 62.0, "stage": "clips", "eta_seconds": 7.6, "attempt": 1, "error": null, "stage_status": "running", "waited_seconds": 0.003}');
INSERT INTO "events" VALUES(29,'4ae0458d-8839-466b-98fe-015b82c3cfb5',22,'job_update',1795666815072,'{"status": "processing", "progress": 62.0, "stage": "analyse", "eta_seconds": 7.6, "attempt": 1, "error": null, "stage_status": "running", "waited_seconds": 0.003}');
INSERT INTO "events" VALUES(30,'4ae0458d-8839-466b-98fe-015b82c3cfb5',23,'log',1795666815882,'{"level": "info", "message": "Loading the sentiment model demo", "stage": "analyse"}');
INSERT INTO "events" VALUES(31,'4ae0458d-8839-466b-98fe-015b82c3cfb5',24,'log',1795666816106,'{"level": "info", "message": "clips chosen", "stage": "clips", "count": 1, "done": 0}');
INSERT INTO "events" VALUES(32,'4ae0458d-8839-466b-98fe-015b82c3cfb5',25,'log',1795666817494,'{"level": "info", "message": "clip cut", "stage": "clips", "index": 0, "start_s": 3.4, "length_s": 4.68}');
INSERT INTO "events" VALUES(33,'4ae0458d-8839-466b-98fe-015b82c3cfb5',26,'clip_ready',1795666817499,'{"index": 0, "start": 3.4, "end": 8.08, "title": "Tesla will send a ran to the r", "score": 0.6417, "reason": "5 s: whole sentences, a strong opening, dense in content", "parts": {"length": 0.884, "complete": 1.0, "content": 0.781, "opening": 0.6, "scenes": 0.0, "flow": 0.859, "mood": 0.0}, "text": "Today we are going to learn about space. Tesla will send a ran to the r.", "width": 640, "height": 360, "artifact_id": "6f23aff0-9cbe-5928-9bec-df664a495444", "url": "/api/v1/jobs/4ae0458d-8839-466b-98fe-015b82c3cfb5/artifacts/6f23aff0-9cbe-5928-9bec-df664a495444", "thumbnail_url": "/api/v1/jobs/4ae0458d-8839-466b-98fe-015b82c3cfb5/artifacts/a06f9628-aae7-54e5-9c60-f7db01bd502f"}');
INSERT INTO "events" VALUES(34,'4ae0458d-8839-466b-98fe-015b82c3cfb5',27,'job_update',1795666817576,'{"status": "processing", "progress": 79.1, "stage": "clips", "eta_seconds": 3.0, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 2.541, "waited_seconds": 0.003}');
INSERT INTO "events" VALUES(35,'4ae0458d-8839-466b-98fe-015b82c3cfb5',28,'log',1795666820945,'{"level": "info", "message": "Loading the spaCy model demo", "stage": "analyse"}');
INSERT INTO "events" VALUES(36,'4ae0458d-8839-466b-98fe-015b82c3cfb5',29,'job_update',1795666824302,'{"status": "processing", "progress": 99.9, "stage": "analyse", "eta_seconds": 0.0, "attempt": 1, "error": null, "stage_status": "completed", "cached": false, "seconds": 9.168, "waited_seconds": 0.003}');
INSERT INTO "events" VALUES(37,'4ae0458d-8839-466b-98fe-015b82c3cfb5',30,'job_update',1795666824311,'{"status": "completed", "progress": 100, "stage": null, "eta_seconds": 0.0, "attempt": 1, "error": null, "cause": "complete"}');
INSERT INTO "events" VALUES(38,'2d05fb10-e7c4-48dd-b755-3f72e3902ad7',1,'job_update',1795666824359,'{"status": "pending", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null}');
INSERT INTO "events" VALUES(39,'ff8c63e2-5781-44db-a626-487608f007f8',1,'job_update',1795666824377,'{"status": "queued", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null}');
INSERT INTO "events" VALUES(40,'dd6dbc24-35c1-41b5-97c4-42b23f7af617',1,'job_update',1795666824432,'{"status": "queued", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null}');
INSERT INTO "events" VALUES(41,'dd6dbc24-35c1-41b5-97c4-42b23f7af617',2,'job_update',1795666824444,'{"status": "cancelled", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null, "cause": "cancel"}');
INSERT INTO "events" VALUES(42,'d901896e-47dc-42a9-ac46-1120ee4a906e',1,'job_update',1795666824460,'{"status": "queued", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null}');
INSERT INTO "events" VALUES(43,'d901896e-47dc-42a9-ac46-1120ee4a906e',2,'job_update',1795666824474,'{"status": "processing", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 1, "error": null, "cause": "claim"}');
INSERT INTO "events" VALUES(44,'d901896e-47dc-42a9-ac46-1120ee4a906e',3,'error',1795666824476,'{"code": "rate_limited", "message": "later", "stage": "fetch", "retryable": true}');
INSERT INTO "events" VALUES(45,'d901896e-47dc-42a9-ac46-1120ee4a906e',4,'job_update',1795666824476,'{"status": "pending", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 1, "error": {"code": "rate_limited", "message": "later", "stage": "fetch", "retryable": true}, "cause": "postpone", "next_attempt_at": "2027-11-26T04:20:24.359Z"}');
INSERT INTO "events" VALUES(46,'727c50c2-1291-4120-b242-f3392045fb2b',1,'job_update',1795666824480,'{"status": "queued", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 0, "error": null}');
INSERT INTO "events" VALUES(47,'727c50c2-1291-4120-b242-f3392045fb2b',2,'job_update',1795666824481,'{"status": "processing", "progress": 0, "stage": null, "eta_seconds": null, "attempt": 1, "error": null, "cause": "claim"}');
CREATE TABLE flags (
	name VARCHAR NOT NULL, 
	value JSON NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "flags" VALUES('written','{"at_ms": 1795666803963}');
INSERT INTO "flags" VALUES('database','{"id": "6d9ed7d17b1c4257bf3c97fe32a305bc"}');
INSERT INTO "flags" VALUES('queue','{"paused": true, "draining": false}');
INSERT INTO "flags" VALUES('cooling example.org','{"until_ms": 1827202824359}');
CREATE TABLE job_metas (
	num INTEGER NOT NULL, 
	meta JSON NOT NULL, 
	PRIMARY KEY (num)
);
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
INSERT INTO "job_stages" VALUES('4ae0458d-8839-466b-98fe-015b82c3cfb5','fetch','completed',1.0,'fetch-22ca6491b1195ef2442f4ad850cb34a20a90548846daa80fa16bbeb248d85213',0,1795666806277,1.42719090700029482832e+00,0,0.0338777229999323);
INSERT INTO "job_stages" VALUES('4ae0458d-8839-466b-98fe-015b82c3cfb5','audio','completed',1.0,'audio-dde0fdd30d7d8f3696408e8df0d6cf06b95f26e4476e3f4df347acce62188c40',0,1795666808074,1.41594939599963254295e+00,0,5.00903870000001916196e-01);
INSERT INTO "job_stages" VALUES('4ae0458d-8839-466b-98fe-015b82c3cfb5','speech','completed',1.0,'speech-82b13ae1be0c1536a7c0420a5d2e30ea4b6049fed841cf96f7f744668ce41ad4',0,1795666809508,1.22312927300026785815e+00,0,1.92751937100001669023e+00);
INSERT INTO "job_stages" VALUES('4ae0458d-8839-466b-98fe-015b82c3cfb5','scenes','completed',1.0,'scenes-5ee7cfed932d425965493d00147d65813bb2ae8bcabccd9c7f738abf1e5c5e08',0,1795666810735,2.35261135299970192136e+00,0,3.15252232400052889715e+00);
INSERT INTO "job_stages" VALUES('4ae0458d-8839-466b-98fe-015b82c3cfb5','transcribe','completed',1.0,'transcribe-38902e29eb274143b019c4d0566d8f95370f62e62f308844c5b5a02c10f3f0aa',0,1795666810760,4.25880070699986390536e+00,3,1.60650100042403209954e-03);
INSERT INTO "job_stages" VALUES('4ae0458d-8839-466b-98fe-015b82c3cfb5','analyse','completed',1.0,'analyse-928b5d01938ae8d153289d0b86bda201d89b27b2beaccfaa5c13e80034cb354b',0,1795666815072,9.16781300599996,0,3.46460699984163511544e-03);
INSERT INTO "job_stages" VALUES('4ae0458d-8839-466b-98fe-015b82c3cfb5','clips','completed',1.0,'clips-3d4898b27e7cc2d2b2fb72636ac30bb3813e3c4e119c08d6391fec926e59783c',0,1795666815056,2.54083013699983,1,3.13216199992893962189e-03);
INSERT INTO "job_stages" VALUES('7293bc39-6886-44bd-aa9c-7538bbb62888','fetch','completed',1.0,'fetch-de0e5249930be9ebe4fa14d39020a7a8513a3b952fcbfcd2ed9ebb4c4731abad',0,1795666806136,1.24072681400048168143e+00,0,8.00742000137688592076e-04);
INSERT INTO "job_stages" VALUES('7293bc39-6886-44bd-aa9c-7538bbb62888','audio','failed',0.0,'audio-374151e681089bac099e72a808d7cb98e94dc7e9d7dce91d829f3add17b10550',0,1795666807366,NULL,0,8.15183999293367378413e-04);
INSERT INTO "job_stages" VALUES('d901896e-47dc-42a9-ac46-1120ee4a906e','fetch','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('d901896e-47dc-42a9-ac46-1120ee4a906e','speech','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('d901896e-47dc-42a9-ac46-1120ee4a906e','scenes','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('d901896e-47dc-42a9-ac46-1120ee4a906e','transcribe','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('d901896e-47dc-42a9-ac46-1120ee4a906e','clips','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('727c50c2-1291-4120-b242-f3392045fb2b','fetch','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('727c50c2-1291-4120-b242-f3392045fb2b','speech','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('727c50c2-1291-4120-b242-f3392045fb2b','transcribe','pending',0.0,NULL,0,NULL,NULL,0,NULL);
CREATE TABLE job_texts (
	num INTEGER NOT NULL, 
	folded TEXT NOT NULL, 
	PRIMARY KEY (num)
);
INSERT INTO "job_texts" VALUES(1,'talk-8.00-f84f2da1
4ae0458d-8839-466b-98fe-015b82c3cfb5
ada');
INSERT INTO "job_texts" VALUES(2,'silent-94500712
7293bc39-6886-44bd-aa9c-7538bbb62888');
INSERT INTO "job_texts" VALUES(3,'talk-8.00-f84f2da1
2d05fb10-e7c4-48dd-b755-3f72e3902ad7');
INSERT INTO "job_texts" VALUES(4,'talk-8.00-f84f2da1
ff8c63e2-5781-44db-a626-487608f007f8');
INSERT INTO "job_texts" VALUES(5,'talk-8.00-f84f2da1
dd6dbc24-35c1-41b5-97c4-42b23f7af617');
INSERT INTO "job_texts" VALUES(6,'talk-8.00-f84f2da1
d901896e-47dc-42a9-ac46-1120ee4a906e');
INSERT INTO "job_texts" VALUES(7,'talk-8.00-f84f2da1
727c50c2-1291-4120-b242-f3392045fb2b');
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
	due_ms BIGINT, meta_bytes INTEGER, deaths JSON DEFAULT '{}' NOT NULL, 
	CONSTRAINT uq_jobs_idempotency UNIQUE (idempotency_key)
);
INSERT INTO "jobs" VALUES(1,'4ae0458d-8839-466b-98fe-015b82c3cfb5',NULL,'b9efda63-6c3d-43b6-8cfc-100cabbb6ea0','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','full_processing','completed',5,1795663806012,'{"audio_format": "mp3", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 5.0, "overlap_duration": 2.0, "max_clips": 1, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source"}','{"from": "us"}','ada',1,0,3,'{}',0,1.0,NULL,NULL,'null','[]',30,'talk-8.00-f84f2da1',8.08,NULL,NULL,1,NULL,1795666806012,1795666824344,1795666806012,1795666806058,1795666824311,NULL,NULL,'{}');
INSERT INTO "jobs" VALUES(2,'7293bc39-6886-44bd-aa9c-7538bbb62888',NULL,'159487ba-4d2e-4687-80d6-4e8d73cb9133','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','audio_extraction','failed',5,1795663806058,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source"}','{}',NULL,1,1,3,'{}',0,0.856353591160221,NULL,NULL,'{"code": "no_audio", "message": "The source has no audio track, so there is none to extract.", "stage": "audio", "retryable": false}','[]',7,'silent-94500712',2.0,NULL,NULL,0,NULL,1795666806058,1795666808098,1795666806058,1795666806089,1795666808098,NULL,NULL,'{}');
INSERT INTO "jobs" VALUES(3,'2d05fb10-e7c4-48dd-b755-3f72e3902ad7',NULL,'b9efda63-6c3d-43b6-8cfc-100cabbb6ea0','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','analysis','pending',5,1827199824359,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source"}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',1,'talk-8.00-f84f2da1',8.08,NULL,NULL,0,NULL,1795666824359,1795666824359,NULL,NULL,NULL,1827202824359,NULL,'{}');
INSERT INTO "jobs" VALUES(4,'ff8c63e2-5781-44db-a626-487608f007f8',NULL,'b9efda63-6c3d-43b6-8cfc-100cabbb6ea0','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','queued',5,1795663824377,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source"}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',1,'talk-8.00-f84f2da1',8.08,'key','hash',0,NULL,1795666824377,1795666824377,1795666824377,NULL,NULL,NULL,NULL,'{}');
INSERT INTO "jobs" VALUES(5,'dd6dbc24-35c1-41b5-97c4-42b23f7af617',NULL,'b9efda63-6c3d-43b6-8cfc-100cabbb6ea0','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','cancelled',9,1795661424432,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source"}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',2,'talk-8.00-f84f2da1',8.08,NULL,NULL,0,NULL,1795666824432,1795666824444,1795666824432,NULL,1795666824444,NULL,NULL,'{}');
INSERT INTO "jobs" VALUES(6,'d901896e-47dc-42a9-ac46-1120ee4a906e',NULL,'b9efda63-6c3d-43b6-8cfc-100cabbb6ea0','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','clip_generation','pending',5,1795663824460,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source"}','{}',NULL,1,1,3,'{}',0,0.0,NULL,NULL,'{"code": "rate_limited", "message": "later", "stage": "fetch", "retryable": true}','[]',4,'talk-8.00-f84f2da1',8.08,NULL,NULL,0,NULL,1795666824460,1795666824476,1795666824460,1795666824474,NULL,1827202824359,NULL,'{}');
INSERT INTO "jobs" VALUES(7,'727c50c2-1291-4120-b242-f3392045fb2b',NULL,'b9efda63-6c3d-43b6-8cfc-100cabbb6ea0','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','processing',5,1795663824480,'{"audio_format": "wav", "audio_quality": "high", "language": null, "model_size": null, "word_timestamps": true, "clip_duration": 30.0, "overlap_duration": 2.0, "max_clips": 10, "sentiment_analysis": true, "topic_modeling": true, "keyword_extraction": true, "output_format": "mp4", "resolution": "source", "min_confidence": 0.0, "burn_captions": false, "aspect": "source"}','{}',NULL,1,0,3,'{}',0,0.0,NULL,NULL,'null','[]',2,'talk-8.00-f84f2da1',8.08,NULL,NULL,0,NULL,1795666824480,1795666824481,1795666824480,1795666824481,NULL,NULL,NULL,'{}');
CREATE TABLE key_blobs (
	"key" VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	PRIMARY KEY ("key", sha256)
);
INSERT INTO "key_blobs" VALUES('fetch-de0e5249930be9ebe4fa14d39020a7a8513a3b952fcbfcd2ed9ebb4c4731abad','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594',69966);
INSERT INTO "key_blobs" VALUES('fetch-22ca6491b1195ef2442f4ad850cb34a20a90548846daa80fa16bbeb248d85213','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd',201315);
INSERT INTO "key_blobs" VALUES('audio-dde0fdd30d7d8f3696408e8df0d6cf06b95f26e4476e3f4df347acce62188c40','c5012c644883f880029abb24d0b8fbd449722045f07246ab438d860a6e7613af',260426);
INSERT INTO "key_blobs" VALUES('audio-dde0fdd30d7d8f3696408e8df0d6cf06b95f26e4476e3f4df347acce62188c40','6d787a152e4bf900971083cd0eb1dba0f3ea079f875cc106492a2b4280e34863',1157);
INSERT INTO "key_blobs" VALUES('speech-82b13ae1be0c1536a7c0420a5d2e30ea4b6049fed841cf96f7f744668ce41ad4','2e81b44820108e80774c50391ade7202d62a5a76fbe1a4c1ada099cc5532f9ed',256046);
INSERT INTO "key_blobs" VALUES('speech-82b13ae1be0c1536a7c0420a5d2e30ea4b6049fed841cf96f7f744668ce41ad4','4ec526e5056679de48839aab3bc79d8a7d6c23d63a269434ef853463daaeb480',1150);
INSERT INTO "key_blobs" VALUES('scenes-5ee7cfed932d425965493d00147d65813bb2ae8bcabccd9c7f738abf1e5c5e08','735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58',11470);
INSERT INTO "key_blobs" VALUES('scenes-5ee7cfed932d425965493d00147d65813bb2ae8bcabccd9c7f738abf1e5c5e08','b367c75f1b0e441f1bf91fd20e434bb9345252e116f5aff465ba2e962388aee6',16506);
INSERT INTO "key_blobs" VALUES('transcribe-38902e29eb274143b019c4d0566d8f95370f62e62f308844c5b5a02c10f3f0aa','fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97',214);
INSERT INTO "key_blobs" VALUES('transcribe-38902e29eb274143b019c4d0566d8f95370f62e62f308844c5b5a02c10f3f0aa','7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6',216);
INSERT INTO "key_blobs" VALUES('transcribe-38902e29eb274143b019c4d0566d8f95370f62e62f308844c5b5a02c10f3f0aa','a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19',115);
INSERT INTO "key_blobs" VALUES('clips-3d4898b27e7cc2d2b2fb72636ac30bb3813e3c4e119c08d6391fec926e59783c','1a00ec31c7f33e98ed4eb970fa1008cb84a3b31a79aeddbb4e8d64e6a92b08e5',187734);
INSERT INTO "key_blobs" VALUES('clips-3d4898b27e7cc2d2b2fb72636ac30bb3813e3c4e119c08d6391fec926e59783c','a424f9cf3337dee5951bdf2086923d41f7d104bcb99633ed07c0b7412cd9625e',12570);
CREATE TABLE outputs (
	"key" VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	output JSON NOT NULL, 
	warnings JSON NOT NULL, 
	seconds FLOAT NOT NULL, 
	created_ms BIGINT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "outputs" VALUES('fetch-de0e5249930be9ebe4fa14d39020a7a8513a3b952fcbfcd2ed9ebb4c4731abad','fetch','{"source": {"sha256": "a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594", "size_bytes": 69966, "suffix": ".mp4"}, "media": {"container": "mp4", "duration_s": 2.0, "video_codec": "h264", "audio_codec": null, "width": 160, "height": 90, "fps": "25", "rotation_deg": 0, "video_track": 0, "colour": {"kind": "sdr", "primaries": "bt709", "matrix": "bt601"}, "audio_sample_rate_hz": null, "audio_channels": null, "audio_track": 0, "bit_rate": 279864, "streams": 1}, "title": "silent-94500712", "uploader": null, "webpage_url": null, "chapters": [], "thumbnail": null}','[]',1.24072681400048168143e+00,1795666807339);
INSERT INTO "outputs" VALUES('fetch-22ca6491b1195ef2442f4ad850cb34a20a90548846daa80fa16bbeb248d85213','fetch','{"source": {"sha256": "20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd", "size_bytes": 201315, "suffix": ".mp4"}, "media": {"container": "mp4", "duration_s": 8.08, "video_codec": "h264", "audio_codec": "aac", "width": 640, "height": 360, "fps": "25", "rotation_deg": 0, "video_track": 0, "colour": {"kind": "sdr", "primaries": "bt709", "matrix": null}, "audio_sample_rate_hz": 48000, "audio_channels": 1, "audio_track": 0, "bit_rate": 199321, "streams": 2}, "title": "talk-8.00-f84f2da1", "uploader": null, "webpage_url": null, "chapters": [], "thumbnail": null}','[]',1.42719090700029482832e+00,1795666807559);
INSERT INTO "outputs" VALUES('audio-dde0fdd30d7d8f3696408e8df0d6cf06b95f26e4476e3f4df347acce62188c40','audio','{"audio": {"sha256": "c5012c644883f880029abb24d0b8fbd449722045f07246ab438d860a6e7613af", "size_bytes": 260426, "suffix": ".mp3"}, "duration_s": 8.112, "media_type": "audio/mpeg", "waveform": {"sha256": "6d787a152e4bf900971083cd0eb1dba0f3ea079f875cc106492a2b4280e34863", "size_bytes": 1157, "suffix": ".json"}}','[]',1.41594939599963254295e+00,1795666809491);
INSERT INTO "outputs" VALUES('speech-82b13ae1be0c1536a7c0420a5d2e30ea4b6049fed841cf96f7f744668ce41ad4','speech','{"pcm": {"sha256": "2e81b44820108e80774c50391ade7202d62a5a76fbe1a4c1ada099cc5532f9ed", "size_bytes": 256046, "suffix": ".wav"}, "duration_s": 8.0000625, "waveform": {"sha256": "4ec526e5056679de48839aab3bc79d8a7d6c23d63a269434ef853463daaeb480", "size_bytes": 1150, "suffix": ".json"}}','[]',1.22312927300026785815e+00,1795666810722);
INSERT INTO "outputs" VALUES('scenes-5ee7cfed932d425965493d00147d65813bb2ae8bcabccd9c7f738abf1e5c5e08','scenes','{"has_video": true, "cuts": [], "poster": {"sha256": "735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58", "size_bytes": 11470, "suffix": ".jpg"}, "sprite": {"image": {"sha256": "b367c75f1b0e441f1bf91fd20e434bb9345252e116f5aff465ba2e962388aee6", "size_bytes": 16506, "suffix": ".jpg"}, "columns": 9, "rows": 1, "count": 9, "interval_s": 1.0, "tile_width": 160, "tile_height": 90}, "focus": [[0.25, 0.097, 0.702], [0.75, 0.1238, 0.736], [1.25, 0.1299, 0.7313], [1.75, 0.157, 0.7358], [2.25, 0.2047, 0.7047], [2.75, 0.2463, 0.6418], [3.25, 0.2849, 0.6215], [3.75, 0.34, 0.6208], [4.25, 0.3953, 0.5914], [4.75, 0.4448, 0.5573], [5.25, 0.4995, 0.5482], [5.75, 0.56, 0.5317], [6.25, 0.6083, 0.4932], [6.75, 0.6504, 0.4783], [7.25, 0.7373, 0.4741], [7.75, 0.7707, 0.446], [8.25, 0.7897, 0.4162]]}','[]',2.35261135299970192136e+00,1795666813077);
INSERT INTO "outputs" VALUES('transcribe-38902e29eb274143b019c4d0566d8f95370f62e62f308844c5b5a02c10f3f0aa','transcribe','{"language": "en", "language_probability": 1.0, "model": "demo", "decoding": "batched", "segment_count": 3, "srt": {"sha256": "fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97", "size_bytes": 214, "suffix": ".srt"}, "vtt": {"sha256": "7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6", "size_bytes": 216, "suffix": ".vtt"}, "txt": {"sha256": "a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19", "size_bytes": 115, "suffix": ".txt"}}','[]',4.25880070699986390536e+00,1795666815006);
INSERT INTO "outputs" VALUES('clips-3d4898b27e7cc2d2b2fb72636ac30bb3813e3c4e119c08d6391fec926e59783c','clips','{"clip_count": 1}','[]',2.54083013699983,1795666817571);
INSERT INTO "outputs" VALUES('analyse-928b5d01938ae8d153289d0b86bda201d89b27b2beaccfaa5c13e80034cb354b','analyse','{"sentiment": "neutral", "sentiment_scores": {"positive": 0.0159, "neutral": 0.9664, "negative": 0.0177}, "segment_sentiments": [{"index": 0, "label": "neutral", "score": -0.0024}, {"index": 1, "label": "neutral", "score": -0.002}, {"index": 2, "label": "neutral", "score": 0.0004}], "topics": ["Space, ran, r."], "keywords": [{"text": "space", "score": 1.0}, {"text": "Tesla", "score": 0.7815}, {"text": "ran", "score": 0.6094}], "entities": [{"text": "Today", "label": "DATE", "count": 1}, {"text": "Tesla", "label": "ORG", "count": 1}], "models": {"sentiment": "demo", "entities": "demo", "keywords": "YAKE 0.7.3, words by demo", "topics": "pauses and cohesion, words by demo"}}','[]',9.16781300599996,1795666824235);
CREATE TABLE pieces (
	"key" VARCHAR NOT NULL, 
	idx INTEGER NOT NULL, 
	piece JSON NOT NULL, 
	PRIMARY KEY ("key", idx)
);
INSERT INTO "pieces" VALUES('transcribe-38902e29eb274143b019c4d0566d8f95370f62e62f308844c5b5a02c10f3f0aa',0,'{"start_s": 0.59, "end_s": 2.81, "text": "Hello everyone and welcome to my channel.", "confidence": 0.8491, "no_speech_probability": 0.0, "words": [{"start_s": 0.59, "end_s": 0.97, "text": " Hello", "probability": 0.9979}, {"start_s": 0.97, "end_s": 1.43, "text": " everyone", "probability": 0.9991}, {"start_s": 1.43, "end_s": 1.59, "text": " and", "probability": 0.9974}, {"start_s": 1.59, "end_s": 1.93, "text": " welcome", "probability": 0.9999}, {"start_s": 1.93, "end_s": 2.13, "text": " to", "probability": 0.9987}, {"start_s": 2.13, "end_s": 2.29, "text": " my", "probability": 0.9988}, {"start_s": 2.29, "end_s": 2.81, "text": " channel.", "probability": 0.9985}], "flags": []}');
INSERT INTO "pieces" VALUES('transcribe-38902e29eb274143b019c4d0566d8f95370f62e62f308844c5b5a02c10f3f0aa',1,'{"start_s": 3.62, "end_s": 6.28, "text": "Today we are going to learn about space.", "confidence": 0.7003, "no_speech_probability": 0.0, "words": [{"start_s": 3.62, "end_s": 3.98, "text": " Today", "probability": 0.9991}, {"start_s": 3.98, "end_s": 4.14, "text": " we", "probability": 0.9982}, {"start_s": 4.14, "end_s": 4.28, "text": " are", "probability": 0.9997}, {"start_s": 4.28, "end_s": 4.64, "text": " going", "probability": 0.9995}, {"start_s": 4.64, "end_s": 4.84, "text": " to", "probability": 0.9999}, {"start_s": 4.84, "end_s": 5.1, "text": " learn", "probability": 0.9993}, {"start_s": 5.1, "end_s": 5.48, "text": " about", "probability": 0.9956}, {"start_s": 5.48, "end_s": 6.28, "text": " space.", "probability": 0.9918}], "flags": []}');
INSERT INTO "pieces" VALUES('transcribe-38902e29eb274143b019c4d0566d8f95370f62e62f308844c5b5a02c10f3f0aa',2,'{"start_s": 6.95, "end_s": 7.93, "text": "Tesla will send a ran to the r.", "confidence": 0.7003, "no_speech_probability": 0.0, "words": [{"start_s": 6.95, "end_s": 7.37, "text": " Tesla", "probability": 0.9921}, {"start_s": 7.37, "end_s": 7.49, "text": " will", "probability": 0.9941}, {"start_s": 7.49, "end_s": 7.77, "text": " send", "probability": 0.9941}, {"start_s": 7.77, "end_s": 7.777, "text": " a", "probability": 0.9708}, {"start_s": 7.777, "end_s": 7.79, "text": " ran", "probability": 0.3171}, {"start_s": 7.79, "end_s": 7.833, "text": " to", "probability": 0.4141}, {"start_s": 7.833, "end_s": 7.89, "text": " the", "probability": 0.5284}, {"start_s": 7.89, "end_s": 7.93, "text": " r.", "probability": 0.6542}], "flags": []}');
INSERT INTO "pieces" VALUES('clips-3d4898b27e7cc2d2b2fb72636ac30bb3813e3c4e119c08d6391fec926e59783c',0,'{"index": 0, "start_s": 3.4, "end_s": 8.08, "title": "Tesla will send a ran to the r", "score": 0.6417, "reason": "5 s: whole sentences, a strong opening, dense in content", "parts": {"length": 0.884, "complete": 1.0, "content": 0.781, "opening": 0.6, "scenes": 0.0, "flow": 0.859, "mood": 0.0}, "text": "Today we are going to learn about space. Tesla will send a ran to the r.", "video": {"sha256": "1a00ec31c7f33e98ed4eb970fa1008cb84a3b31a79aeddbb4e8d64e6a92b08e5", "size_bytes": 187734, "suffix": ".mp4"}, "thumbnail": {"sha256": "a424f9cf3337dee5951bdf2086923d41f7d104bcb99633ed07c0b7412cd9625e", "size_bytes": 12570, "suffix": ".jpg"}, "width": 640, "height": 360}');
CREATE TABLE rates (
	stage VARCHAR NOT NULL, 
	variant VARCHAR NOT NULL, 
	per_media_s FLOAT NOT NULL, 
	samples INTEGER NOT NULL, 
	PRIMARY KEY (stage, variant)
);
INSERT INTO "rates" VALUES('fetch','',3.9849797249766338858e-01,2);
INSERT INTO "rates" VALUES('audio','',1.75241261881142640355e-01,1);
INSERT INTO "rates" VALUES('speech','',1.51377385272310371888e-01,1);
INSERT INTO "rates" VALUES('scenes','',2.91164771410854172906e-01,1);
INSERT INTO "rates" VALUES('transcribe','demo',5.27079295420775251201e-01,1);
INSERT INTO "rates" VALUES('clips','mp4 source source',0.508166027399966,1);
INSERT INTO "rates" VALUES('analyse','demo',1.13463032252474760319e+00,1);
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
INSERT INTO "videos" VALUES('b9efda63-6c3d-43b6-8cfc-100cabbb6ea0','UPLOADED','talk-8.00-f84f2da1.mp4','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','.mp4',201315,'{"container": "mp4", "duration_s": 8.08, "video_codec": "h264", "audio_codec": "aac", "width": 640, "height": 360, "fps": "25", "rotation_deg": 0, "video_track": 0, "colour": {"kind": "sdr", "primaries": "bt709", "matrix": null}, "audio_sample_rate_hz": 48000, "audio_channels": 1, "audio_track": 0, "bit_rate": 199321, "streams": 2}',1795666805071,1795666805071);
INSERT INTO "videos" VALUES('159487ba-4d2e-4687-80d6-4e8d73cb9133','UPLOADED','silent-94500712.mp4','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','.mp4',69966,'{"container": "mp4", "duration_s": 2.0, "video_codec": "h264", "audio_codec": null, "width": 160, "height": 90, "fps": "25", "rotation_deg": 0, "video_track": 0, "colour": {"kind": "sdr", "primaries": "bt709", "matrix": "bt601"}, "audio_sample_rate_hz": null, "audio_channels": null, "audio_track": 0, "bit_rate": 279864, "streams": 1}',1795666806011,1795666806011);
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
